--liquibase formatted sql

--changeset rickyard:stack-contents-1 runInTransaction:true
--comment What members put into stacks: one document for each, and the sources of its functions, encrypted under the organization's key.
create table stack_contents (
  project text primary key,
  organization text not null,
  revision bigint not null,
  ciphertext bytea not null
);
create table function_source (
  project text not null,
  slug text not null,
  sha256 text not null,
  organization text not null,
  ciphertext bytea not null,
  kept_at timestamptz not null default clock_timestamp(),
  primary key (project, slug, sha256)
);
--rollback drop table function_source; drop table stack_contents;
