--liquibase formatted sql

--changeset rickyard:json-bodies splitStatements:false
-- Bodies are written with every change and read whole; only the one task that somebody looks at is
-- looked into. As json, which is checked and kept as it came, they cost a quarter of what jsonb
-- costs to write.
drop view bridge_task, bridge_event_log;
alter table task alter column body type json using body::json;
alter table task_attempt alter column body type json using body::json;
alter table event_log alter column payload type json using payload::json;
create view bridge_task as
  select id, organization, project, state, ended_at is not null as ended, body as task, created_at
    from task;
create view bridge_event_log as
  select sequence, epoch, organization, project, task, kind, events, payload from event_log;
do $$
begin
  if exists (select from pg_roles where rolname = 'rickyard_realtime') then
    grant select on bridge_task, bridge_event_log to rickyard_realtime;
  end if;
end $$;
--rollback drop view bridge_task, bridge_event_log; alter table task alter column body type jsonb; alter table task_attempt alter column body type jsonb; alter table event_log alter column payload type jsonb; create view bridge_task as select id, organization, project, state, ended_at is not null as ended, body as task, created_at from task; create view bridge_event_log as select sequence, epoch, organization, project, task, kind, events, payload from event_log;
