--liquibase formatted sql

--changeset rickyard:permission-1
create table permission (
  name text primary key,
  least text not null check (least in ('owner', 'administrator', 'developer', 'member'))
);
comment on table permission is 'the copy of the table of roles that policies go by: the weakest role that has each permission';
insert into permission (name, least) values
  ('organization.read', 'member'),
  ('owner.change', 'owner'),
  ('member.read', 'member'),
  ('member.change', 'administrator'),
  ('member.delete', 'administrator'),
  ('invitation.read', 'administrator'),
  ('invitation.create', 'administrator'),
  ('invitation.delete', 'administrator'),
  ('project.read', 'member'),
  ('project.create', 'developer'),
  ('project.change', 'developer'),
  ('project.delete', 'developer'),
  ('secret.read', 'developer'),
  ('task.read', 'member'),
  ('task.create', 'developer'),
  ('task.change', 'developer'),
  ('queue.change', 'administrator'),
  ('lock.read', 'member'),
  ('lock.delete', 'administrator'),
  ('schedule.read', 'member'),
  ('schedule.create', 'developer'),
  ('schedule.change', 'developer'),
  ('schedule.delete', 'developer'),
  ('hook.read', 'member'),
  ('hook.create', 'developer'),
  ('hook.change', 'developer'),
  ('hook.delete', 'developer'),
  ('domain.read', 'member'),
  ('domain.create', 'developer'),
  ('domain.change', 'developer'),
  ('domain.delete', 'developer'),
  ('audit.read', 'administrator');
revoke insert, update, delete, truncate on permission from rickyard_org;
--rollback drop table permission;

--changeset rickyard:permission-2
-- 'rickyard.roles' is 'slug=role,slug=role': what the principal is, as the service looked it up.
create function may(organization text, wanted text) returns boolean
  language sql stable
  return current_setting('rickyard.organizations', true) = '*' or exists (
    select from permission p
     where p.name = wanted
       and array_position(array['owner', 'administrator', 'developer', 'member'],
             split_part(split_part(',' || current_setting('rickyard.roles', true), ',' || organization || '=', 2), ',', 1))
           <= array_position(array['owner', 'administrator', 'developer', 'member'], p.least));
--rollback drop function may(text, text);

--changeset rickyard:invitation-1 splitStatements:true
create table invitation (
  id uuid primary key,
  organization_id text not null references organization (id),
  role text not null check (role in ('owner', 'administrator', 'developer', 'member')),
  email text,
  hash bytea not null unique,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  check ((accepted_at is null) = (accepted_by is null)),
  check (accepted_at is null or revoked_at is null)
);
comment on column invitation.hash is 'SHA-256 of the secret in the link, which is stored nowhere';
comment on column invitation.email is 'whose account alone may accept it, in lower case; null for whoever has the link';
create index invitation_organization on invitation (organization_id, created_at, id);
create index invitation_expires on invitation (expires_at);
alter table invitation enable row level security;
alter table invitation force row level security;
create policy own_invitations on invitation
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
--rollback drop table invitation;

--changeset rickyard:roles-1 splitStatements:true
-- Policies for updates check what is written, not what is found: a row may be locked by who may not change it.
create policy role_to_join on membership as restrictive for insert
  with check (may(organization_id, 'invitation.create') and (role <> 'owner' or may(organization_id, 'owner.change'))
    or organization_id = current_setting('rickyard.joining', true) and user_id::text = current_setting('rickyard.principal', true));
create policy role_to_change on membership as restrictive for update
  using (role <> 'owner' or may(organization_id, 'owner.change'))
  with check (may(organization_id, 'member.change') and (role <> 'owner' or may(organization_id, 'owner.change')));
create policy role_to_remove on membership as restrictive for delete
  using (user_id::text = current_setting('rickyard.principal', true)
    or may(organization_id, 'member.delete') and (role <> 'owner' or may(organization_id, 'owner.change')));

create policy role_to_invite on invitation as restrictive for insert
  with check (may(organization_id, 'invitation.create') and (role <> 'owner' or may(organization_id, 'owner.change')));
create policy role_to_revoke on invitation as restrictive for update
  using (true)
  with check (may(organization_id, 'invitation.delete')
    or organization_id = current_setting('rickyard.joining', true) and accepted_by::text = current_setting('rickyard.principal', true));
create policy role_to_delete on invitation as restrictive for delete using (may(organization_id, 'invitation.delete'));

create policy role_to_create on project as restrictive for insert with check (may(organization_id, 'project.create'));
create policy role_to_change on project as restrictive for update using (true) with check (may(organization_id, 'project.change'));

create policy role_to_create on project_domain as restrictive for insert with check (may(organization_id, 'domain.create'));
create policy role_to_change on project_domain as restrictive for update using (true) with check (may(organization_id, 'domain.change'));
create policy role_to_delete on project_domain as restrictive for delete using (may(organization_id, 'domain.delete'));

create policy role_to_create on hook as restrictive for insert with check (may(organization_id, 'hook.create'));
create policy role_to_change on hook as restrictive for update using (true) with check (may(organization_id, 'hook.change'));
create policy role_to_delete on hook as restrictive for delete using (may(organization_id, 'hook.delete'));

create policy role_to_create on schedule as restrictive for insert with check (may(organization_id, 'schedule.create'));
create policy role_to_change on schedule as restrictive for update using (true) with check (may(organization_id, 'schedule.change'));
create policy role_to_delete on schedule as restrictive for delete using (may(organization_id, 'schedule.delete'));

create policy role_to_create on idle_stop as restrictive for insert with check (may(organization_id, 'project.change'));
create policy role_to_change on idle_stop as restrictive for update using (true) with check (may(organization_id, 'project.change'));
create policy role_to_delete on idle_stop as restrictive for delete using (may(organization_id, 'project.change'));
--rollback drop policy role_to_join on membership; drop policy role_to_change on membership; drop policy role_to_remove on membership; drop policy role_to_invite on invitation; drop policy role_to_revoke on invitation; drop policy role_to_delete on invitation; drop policy role_to_create on project; drop policy role_to_change on project; drop policy role_to_create on project_domain; drop policy role_to_change on project_domain; drop policy role_to_delete on project_domain; drop policy role_to_create on hook; drop policy role_to_change on hook; drop policy role_to_delete on hook; drop policy role_to_create on schedule; drop policy role_to_change on schedule; drop policy role_to_delete on schedule; drop policy role_to_create on idle_stop; drop policy role_to_change on idle_stop; drop policy role_to_delete on idle_stop;

--changeset rickyard:invitation-2
alter table invitation add column handover boolean not null default false check (not handover or role = 'owner');
comment on column invitation.handover is 'whoever invited becomes an administrator in the moment of the acceptance';
--rollback alter table invitation drop column handover;
