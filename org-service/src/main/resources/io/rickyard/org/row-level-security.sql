--liquibase formatted sql

--changeset rickyard:row-level-security-1 splitStatements:true
alter table organization enable row level security;
alter table organization force row level security;
create policy own_organizations on organization
  using (current_setting('rickyard.organizations', true) = '*'
    or id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));

alter table membership enable row level security;
alter table membership force row level security;
create policy own_memberships on membership
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ','))
    or user_id::text = current_setting('rickyard.principal', true))
  with check (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));

alter table project enable row level security;
alter table project force row level security;
create policy own_projects on project
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));

alter table hook enable row level security;
alter table hook force row level security;
create policy own_hooks on hook
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));

alter table hook_delivery enable row level security;
alter table hook_delivery force row level security;
create policy own_deliveries on hook_delivery
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
--rollback alter table organization disable row level security; alter table membership disable row level security; alter table project disable row level security; alter table hook disable row level security; alter table hook_delivery disable row level security;
