--liquibase formatted sql

--changeset rickyard:status-task-search-2
-- Every walk over an index ends with the order of lists, also that over the repetitions of a task. Nothing asks for
-- block ranges of ended_at: under row level security they would be read for the tasks of all organizations.
drop index task_ended;
drop index task_retry_of;
create index task_retry_of on task (retry_of, created_at, id) where retry_of is not null;
--rollback drop index task_retry_of; create index task_retry_of on task (retry_of) where retry_of is not null; create index task_ended on task using brin (ended_at);
