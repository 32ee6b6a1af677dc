--liquibase formatted sql

--changeset rickyard:status-for-tests splitStatements:false
-- What the projector offers to the bridge, under the same names and with the same columns, on the
-- least tables that can hold it.
create table event_head (epoch bigint not null, sequence bigint not null, oldest bigint not null);
insert into event_head values (1, 0, 1);
create table event_log (
  sequence bigint primary key, epoch bigint not null, organization text, project text, task uuid,
  kind text not null, events text[] not null, payload json not null);
create table membership (user_id text not null, organization text not null, role text not null);
create table task (
  id uuid primary key, organization text, project text, state text not null, ended_at timestamptz,
  body json not null, created_at timestamptz not null default clock_timestamp());
create table stack (project text primary key, organization text, name text, status text not null,
  body jsonb not null);
create table task_log (
  task_id uuid not null, number bigint not null, at timestamptz not null, attempt bigint not null,
  level text not null, text text not null, primary key (task_id, number));

create view bridge_head as select epoch, sequence, oldest from event_head;
create view bridge_membership as select organization, user_id, role from membership;
create view bridge_task as
  select id, organization, project, state, ended_at is not null as ended, body as task, created_at
    from task;
create view bridge_stack as
  select project, organization, status,
         body || jsonb_strip_nulls(jsonb_build_object('name', name)) as stack
    from stack;
create view bridge_event_log as
  select sequence, epoch, organization, project, task, kind, events, payload from event_log;
create view bridge_task_log as select task_id, number, at, attempt, level, text from task_log;
grant usage on schema status to rickyard_realtime;
grant select on bridge_head, bridge_membership, bridge_task, bridge_stack, bridge_event_log,
  bridge_task_log to rickyard_realtime;
