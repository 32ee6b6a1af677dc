--liquibase formatted sql

--changeset rickyard:stack-secrets-1
--comment A key per organization, wrapped by the master key, and the secrets of stacks under it.
create table organization_key (
  organization text primary key,
  wrapped_key bytea not null,
  created_at timestamptz not null default clock_timestamp()
);
create table stack_secret (
  project text not null,
  name text not null,
  organization text not null references organization_key,
  ciphertext bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (project, name)
);
--rollback drop table stack_secret; drop table organization_key;

--changeset rickyard:stack-secrets-2
--comment Which secrets a stack was given: one of these that is missing was lost, and must not be made anew.
create table stack_secret_names (
  project text primary key,
  names text[] not null
);
insert into stack_secret_names (project, names) select project, array_agg(name) from stack_secret group by project;
--rollback drop table stack_secret_names;
