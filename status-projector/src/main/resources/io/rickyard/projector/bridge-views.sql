--liquibase formatted sql

--changeset rickyard:bridge-views-1
-- All that the realtime-bridge may see of this schema.
create view bridge_head as
  select epoch, sequence, oldest from event_head;
create view bridge_membership as
  select organization, user_id, role from membership;
create view bridge_task as
  select id, organization, project, state, ended_at is not null as ended, body as task from task;
create view bridge_stack as
  select project, organization, status,
         body || jsonb_strip_nulls(jsonb_build_object('name', name)) as stack
    from stack;
create view bridge_event_log as
  select sequence, epoch, organization, project, task, kind, events, payload from event_log;
create view bridge_task_log as
  select task_id, number, at, attempt, level, text from task_log;
--rollback drop view bridge_head, bridge_membership, bridge_task, bridge_stack, bridge_event_log, bridge_task_log;

--changeset rickyard:bridge-grants-1 runAlways:true splitStatements:false
do $$
begin
  if exists (select from pg_roles where rolname = 'rickyard_realtime') then
    grant usage on schema status to rickyard_realtime;
    grant select on bridge_head, bridge_membership, bridge_task, bridge_stack, bridge_event_log,
      bridge_task_log to rickyard_realtime;
  end if;
end $$;
--rollback empty
