--liquibase formatted sql

--changeset rickyard:branch-1
alter table project
  add column parent_ref text,
  add constraint project_parent foreign key (parent_ref, organization_id) references project (ref, organization_id),
  add constraint project_no_branch_of_itself check (parent_ref <> ref);
comment on column project.parent_ref is 'the project that it is a branch of, where it is one; never changes';
create table branch (
  id uuid primary key,
  project_ref text not null unique,
  parent_ref text not null,
  organization_id text not null,
  name text not null,
  git_branch text,
  pr_number integer check (pr_number > 0),
  persistent boolean not null,
  task_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (parent_ref, name),
  foreign key (project_ref, organization_id) references project (ref, organization_id),
  foreign key (parent_ref, organization_id) references project (ref, organization_id)
);
comment on table branch is 'what branches are called, as long as their projects shall be there';
comment on column branch.task_id is 'the last task that brings migrations into it';
alter table branch enable row level security;
alter table branch force row level security;
create policy own_branches on branch
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
create policy role_to_create on branch as restrictive for insert with check (may(organization_id, 'project.create'));
create policy role_to_change on branch as restrictive for update using (true)
  with check (may_on(organization_id, project_ref, 'project.change'));
create policy role_to_delete on branch as restrictive for delete
  using (may_on(organization_id, project_ref, 'project.delete'));
--rollback drop table branch; alter table project drop column parent_ref;
