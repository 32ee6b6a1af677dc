--liquibase formatted sql

--changeset rickyard:snippet-1
create table snippet (
  id uuid primary key,
  project_ref text not null,
  organization_id text not null,
  owner_id uuid not null,
  visibility text not null check (visibility in ('user', 'project')),
  name text not null,
  description text,
  sql text not null,
  favorite boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  foreign key (project_ref, organization_id) references project (ref, organization_id),
  foreign key (organization_id, owner_id) references membership (organization_id, user_id) on delete cascade
);
comment on table snippet is 'SQL that people keep beside a project; whoever leaves the organization takes theirs along by the key';
create index snippet_project on snippet (project_ref, id);
create index snippet_owner on snippet (organization_id, owner_id);
alter table snippet enable row level security;
alter table snippet force row level security;
create policy own_snippets on snippet
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ','))
      and (visibility = 'project' or owner_id::text = current_setting('rickyard.principal', true)));
create policy role_to_create on snippet as restrictive for insert
  with check (owner_id::text = current_setting('rickyard.principal', true)
    and (visibility = 'user' and may_on(organization_id, project_ref, 'project.read')
      or may_on(organization_id, project_ref, 'project.change')));
create policy role_to_change on snippet as restrictive for update using (true)
  with check (current_setting('rickyard.organizations', true) = '*'
    or visibility = 'user' and owner_id::text = current_setting('rickyard.principal', true)
    or may_on(organization_id, project_ref, 'project.change'));
create policy role_to_delete on snippet as restrictive for delete
  using (current_setting('rickyard.organizations', true) = '*'
    or owner_id::text = current_setting('rickyard.principal', true)
    or may_on(organization_id, project_ref, 'project.change'));
--rollback drop table snippet;
