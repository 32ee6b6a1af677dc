--liquibase formatted sql

--changeset rickyard:status-row-level-security
-- Guards against a forgotten where: who does not say whose rows it wants sees none. The settings are
-- looked at once per statement, not once per row. Attempts and log lines have no organization; they
-- are only reached through their task.
alter table task enable row level security;
alter table task force row level security;
create policy own_tasks on task
  using ((select current_setting('rickyard.organizations', true)) = '*'
    or organization = any (string_to_array((select current_setting('rickyard.organizations', true)), ',')));
alter table stack enable row level security;
alter table stack force row level security;
create policy own_stacks on stack
  using ((select current_setting('rickyard.organizations', true)) = '*'
    or organization = any (string_to_array((select current_setting('rickyard.organizations', true)), ',')));
-- The bridge's views read as their owner; the bridge itself checks the right to see per event.
create policy through_views on task for select to current_user using (true);
create policy through_views on stack for select to current_user using (true);
--rollback alter table task disable row level security; alter table stack disable row level security;
