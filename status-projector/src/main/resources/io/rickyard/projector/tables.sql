--liquibase formatted sql

--changeset rickyard:status-organizations
create table organization (
  id text primary key,
  name text not null,
  version bigint not null
);
create table membership (
  user_id text not null,
  organization text not null,
  role text not null,
  primary key (user_id, organization)
);
create index membership_organization on membership (organization);
--rollback drop table membership, organization;

--changeset rickyard:status-tasks
-- The columns are what queries look for; body is the task exactly as the public API shows it.
create table task (
  id uuid primary key,
  organization text,
  project text,
  type text not null,
  queue text not null,
  state text not null,
  ended_at timestamptz,
  attempt bigint not null,
  version bigint not null,
  body jsonb not null
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index task_organization on task (organization, id);
create index task_project on task (project, id) where project is not null;
create index task_live on task (organization, id) where ended_at is null;

-- An attempt carries its steps: they are written and read together, and never searched.
create table task_attempt (
  task_id uuid not null,
  attempt bigint not null,
  version bigint not null,
  body jsonb not null,
  primary key (task_id, attempt)
) with (autovacuum_vacuum_scale_factor = 0.05);

create table task_log (
  task_id uuid not null,
  number bigint not null,
  at timestamptz not null,
  attempt bigint not null,
  level text not null,
  text text not null,
  primary key (task_id, number)
) with (autovacuum_vacuum_insert_scale_factor = 0.1);
create index task_log_at on task_log using brin (at);
--rollback drop table task_log, task_attempt, task;

--changeset rickyard:status-stacks
-- The name comes with the organization's events, everything else with the stack's own: whoever
-- writes one leaves the other as it is.
create table stack (
  project text primary key,
  organization text,
  name text,
  status text not null,
  changed_at timestamptz not null,
  version bigint not null,
  body jsonb not null
);
create index stack_organization on stack (organization, project);
--rollback drop table stack;

--changeset rickyard:status-parked
create table parked (
  kind text not null,
  entity text not null,
  version bigint not null,
  reason text not null,
  message json not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (kind, entity, version)
);
comment on table parked is
  'Messages that cannot be applied yet: one before them is missing, or they do not fit';
--rollback drop table parked;
