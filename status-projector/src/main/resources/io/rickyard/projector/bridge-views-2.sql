--liquibase formatted sql

--changeset rickyard:bridge-views-2
-- The order of the indexes, so that a snapshot need not read more than it tells.
create or replace view bridge_task as
  select id, organization, project, state, ended_at is not null as ended, body as task, created_at from task;
--rollback drop view bridge_task; create view bridge_task as select id, organization, project, state, ended_at is not null as ended, body as task from task;
