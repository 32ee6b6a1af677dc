--liquibase formatted sql

--changeset rickyard:permission-3
alter table permission add column of_project boolean not null default false;
comment on column permission.of_project is 'whether it is had on one project alone, so that a team can give it there';
update permission set of_project = true
 where split_part(name, '.', 1) in ('project', 'secret', 'task', 'schedule', 'hook', 'domain') and name <> 'project.create';
insert into permission (name, least) values
  ('team.read', 'member'),
  ('team.create', 'administrator'),
  ('team.change', 'administrator'),
  ('team.delete', 'administrator');
--rollback delete from permission where name like 'team.%'; alter table permission drop column of_project;

--changeset rickyard:permission-4
-- 'rickyard.grants' is 'slug/ref=role,slug/ref=role': as what the principal's teams let them act on which project.
create function may_on(organization text, project text, wanted text) returns boolean
  language sql stable
  return may(organization, wanted) or exists (
    select from permission p
     where p.name = wanted
       and p.of_project
       and array_position(array['owner', 'administrator', 'developer', 'member'],
             split_part(split_part(',' || current_setting('rickyard.grants', true), ',' || organization || '/' || project || '=', 2), ',', 1))
           <= array_position(array['owner', 'administrator', 'developer', 'member'], p.least));
--rollback drop function may_on(text, text, text);

--changeset rickyard:team-1
alter table project add constraint project_owner unique (ref, organization_id);
create table team (
  id uuid primary key,
  organization_id text not null references organization (id),
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  created_at timestamptz not null,
  unique (organization_id, slug),
  unique (id, organization_id)
);
create table team_member (
  team_id uuid not null,
  organization_id text not null,
  user_id uuid not null,
  added_at timestamptz not null,
  primary key (team_id, user_id),
  foreign key (team_id, organization_id) references team (id, organization_id) on delete cascade,
  foreign key (organization_id, user_id) references membership (organization_id, user_id) on delete cascade
);
comment on table team_member is 'who is in a team; whoever leaves the organization leaves its teams by the key';
create index team_member_user on team_member (user_id, organization_id);
create table team_project (
  team_id uuid not null,
  organization_id text not null,
  project_ref text not null,
  role text not null check (role in ('developer', 'member')),
  given_at timestamptz not null,
  primary key (team_id, project_ref),
  foreign key (team_id, organization_id) references team (id, organization_id) on delete cascade,
  foreign key (project_ref, organization_id) references project (ref, organization_id)
);
comment on table team_project is 'as what the members of a team act on a project; nothing of another organization, by the keys';
create index team_project_project on team_project (project_ref);
--rollback drop table team_project; drop table team_member; drop table team; alter table project drop constraint project_owner;

--changeset rickyard:team-row-level-security-1 splitStatements:true
alter table team enable row level security;
alter table team force row level security;
create policy own_teams on team
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
create policy role_to_create on team as restrictive for insert with check (may(organization_id, 'team.create'));
create policy role_to_change on team as restrictive for update using (true) with check (may(organization_id, 'team.change'));
create policy role_to_delete on team as restrictive for delete using (may(organization_id, 'team.delete'));

alter table team_member enable row level security;
alter table team_member force row level security;
create policy own_team_members on team_member
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ','))
    or user_id::text = current_setting('rickyard.principal', true))
  with check (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
create policy role_to_create on team_member as restrictive for insert with check (may(organization_id, 'team.change'));
create policy role_to_change on team_member as restrictive for update using (true) with check (may(organization_id, 'team.change'));
create policy role_to_delete on team_member as restrictive for delete using (may(organization_id, 'team.change'));

-- What one's own teams were given is looked up before it is known which organizations are one's own.
alter table team_project enable row level security;
alter table team_project force row level security;
create policy own_team_projects on team_project
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ','))
    or exists (
      select from team_member m
       where m.team_id = team_project.team_id and m.user_id::text = current_setting('rickyard.principal', true)))
  with check (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
create policy role_to_create on team_project as restrictive for insert with check (may(organization_id, 'team.change'));
create policy role_to_change on team_project as restrictive for update using (true) with check (may(organization_id, 'team.change'));
create policy role_to_delete on team_project as restrictive for delete using (may(organization_id, 'team.change'));
--rollback drop policy own_teams on team; drop policy own_team_members on team_member; drop policy own_team_projects on team_project;

--changeset rickyard:roles-2 splitStatements:true
-- What is a project's own is written by whoever may in its organization, or by a team's leave on the project.
alter policy role_to_change on project with check (may_on(organization_id, ref, 'project.change'));

alter policy role_to_create on project_domain with check (may_on(organization_id, project_ref, 'domain.create'));
alter policy role_to_change on project_domain with check (may_on(organization_id, project_ref, 'domain.change'));
alter policy role_to_delete on project_domain using (may_on(organization_id, project_ref, 'domain.delete'));

alter policy role_to_create on hook with check (may_on(organization_id, rule ->> 'project', 'hook.create'));
alter policy role_to_change on hook with check (may_on(organization_id, rule ->> 'project', 'hook.change'));
alter policy role_to_delete on hook using (may_on(organization_id, rule ->> 'project', 'hook.delete'));

alter policy role_to_create on schedule with check (may_on(organization_id, task ->> 'project', 'schedule.create'));
alter policy role_to_change on schedule with check (may_on(organization_id, task ->> 'project', 'schedule.change'));
alter policy role_to_delete on schedule using (may_on(organization_id, task ->> 'project', 'schedule.delete'));

alter policy role_to_create on idle_stop with check (may_on(organization_id, project_ref, 'project.change'));
alter policy role_to_change on idle_stop with check (may_on(organization_id, project_ref, 'project.change'));
alter policy role_to_delete on idle_stop using (may_on(organization_id, project_ref, 'project.change'));
--rollback alter policy role_to_change on project with check (may(organization_id, 'project.change')); alter policy role_to_create on project_domain with check (may(organization_id, 'domain.create')); alter policy role_to_change on project_domain with check (may(organization_id, 'domain.change')); alter policy role_to_delete on project_domain using (may(organization_id, 'domain.delete')); alter policy role_to_create on hook with check (may(organization_id, 'hook.create')); alter policy role_to_change on hook with check (may(organization_id, 'hook.change')); alter policy role_to_delete on hook using (may(organization_id, 'hook.delete')); alter policy role_to_create on schedule with check (may(organization_id, 'schedule.create')); alter policy role_to_change on schedule with check (may(organization_id, 'schedule.change')); alter policy role_to_delete on schedule using (may(organization_id, 'schedule.delete')); alter policy role_to_create on idle_stop with check (may(organization_id, 'project.change')); alter policy role_to_change on idle_stop with check (may(organization_id, 'project.change')); alter policy role_to_delete on idle_stop using (may(organization_id, 'project.change'));
