--liquibase formatted sql

--changeset rickyard:status-task-search
-- What tasks are looked for by, as columns; the body stays as the public API shows it.
select set_config('rickyard.organizations', '*', true);
alter table task
  add column created_at timestamptz,
  add column actor text,
  add column parent uuid,
  add column retry_of uuid,
  add column error_code text;
update task
   set created_at = (body ->> 'created_at')::timestamptz,
       retry_of = (body ->> 'retry_of')::uuid,
       error_code = body -> 'error' ->> 'code';
alter table task alter column created_at set not null;
--rollback alter table task drop column created_at, drop column actor, drop column parent, drop column retry_of, drop column error_code;

--changeset rickyard:status-task-search-indexes
-- Every list is read in the order (created_at, id), so each index ends with it: what is asked for is
-- found in its order, and a page costs as many rows as it shows. Under row level security only
-- comparisons that cannot leak (text and uuid equality, times) are answered from an index, so labels
-- have rows of their own instead of a GIN index.
drop index task_organization;
drop index task_project;
drop index task_live;
create index task_created on task (organization, created_at, id);
create index task_live on task (organization, state, created_at, id) where ended_at is null;
create index task_unsuccessful on task (organization, state, created_at, id)
  where state in ('failed', 'cancelled', 'expired', 'superseded');
create index task_kind on task (organization, type, queue, created_at, id);
create index task_actor on task (organization, actor, created_at, id);
create index task_project on task (project, created_at, id) where project is not null;
create index task_parent on task (parent, created_at, id) where parent is not null;
create index task_retry_of on task (retry_of) where retry_of is not null;
create index task_error on task (organization, error_code, created_at, id) where error_code is not null;
create index task_ended on task using brin (ended_at);

create table task_label (
  organization text not null,
  key text not null,
  value text not null,
  created_at timestamptz not null,
  task_id uuid not null,
  primary key (organization, key, value, created_at, task_id)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index task_label_key on task_label (organization, key, created_at, task_id);
create index task_label_task on task_label (task_id, key, value);
comment on table task_label is 'Reached only together with its task, which row level security guards';
select set_config('rickyard.organizations', '*', true);
insert into task_label (organization, key, value, created_at, task_id)
select organization, label.key, label.value, created_at, id
  from task cross join lateral jsonb_each_text(body -> 'labels') as label (key, value)
 where organization is not null and jsonb_typeof(body -> 'labels') = 'object';
--rollback drop table task_label; drop index task_created, task_live, task_unsuccessful, task_kind, task_actor, task_project, task_parent, task_retry_of, task_error, task_ended; create index task_organization on task (organization, id); create index task_project on task (project, id) where project is not null; create index task_live on task (organization, id) where ended_at is null;
