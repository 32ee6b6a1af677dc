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
