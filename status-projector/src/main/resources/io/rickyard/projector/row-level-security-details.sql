--liquibase formatted sql

--changeset rickyard:status-row-level-security-details
-- Attempts and log lines belong to whom their task belongs to. They keep no organization of their own:
-- the task's policy applies within theirs. Who works for all is not asked about any task.
alter table task_attempt enable row level security;
alter table task_attempt force row level security;
create policy of_own_tasks on task_attempt
  using ((select current_setting('rickyard.organizations', true)) = '*'
    or exists (select from task where task.id = task_attempt.task_id));
create policy through_views on task_attempt for select to current_user using (true);
alter table task_log enable row level security;
alter table task_log force row level security;
create policy of_own_tasks on task_log
  using ((select current_setting('rickyard.organizations', true)) = '*'
    or exists (select from task where task.id = task_log.task_id));
create policy through_views on task_log for select to current_user using (true);
--rollback alter table task_attempt disable row level security; alter table task_log disable row level security;
