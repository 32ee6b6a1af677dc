--liquibase formatted sql

--changeset rickyard:stacks-1
--comment Where each stack stands. A removed one stays as a row: references are never used again.
create table stack (
  project text primary key,
  organization text not null,
  profile text not null,
  generation bigint not null,
  state jsonb not null,
  ever_active boolean not null default false,
  removed boolean not null default false,
  database jsonb,
  observed_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  version bigint not null default 0
) with (fillfactor = 70);
create index stack_present on stack (project) where not removed;
--rollback drop table stack;

--changeset rickyard:stacks-2
--comment Which claim acted last, so that who looks after a stack never outranks a task.
alter table stack add column token bigint not null default 0;
--rollback alter table stack drop column token;

--changeset rickyard:stacks-3
--comment Where a stack was built it stays, whatever new ones are built on: the choice of runtime moves nothing.
alter table stack add column runtime text not null default 'process';
--rollback alter table stack drop column runtime;

--changeset rickyard:stacks-4
--comment Repairs that nobody asked for, the newest first: they must not go on for ever, whichever worker counts.
alter table stack add column repaired_at timestamptz[] not null default '{}';
alter table stack add column repairs_given_up boolean not null default false;
--rollback alter table stack drop column repaired_at, drop column repairs_given_up;

--changeset rickyard:stacks-5
--comment From which desired state on its containers are in use: a change of one service replaces no other.
alter table stack add column kept_from bigint;
update stack set kept_from = generation;
alter table stack alter column kept_from set not null;
--rollback alter table stack drop column kept_from;

--changeset rickyard:stacks-6
--comment What services may use, where that is not what their blueprints say; and the size before a change that may still be taken back.
alter table stack add column limits jsonb not null default '{}';
alter table stack add column former_profile text;
alter table stack add column former_limits jsonb;
--rollback alter table stack drop column limits, drop column former_profile, drop column former_limits;
