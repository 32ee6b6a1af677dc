--liquibase formatted sql

--changeset rickyard:project-domain-1
create table project_domain (
  name text not null,
  project_ref text not null references project (ref),
  organization_id text not null references organization (id),
  challenge text not null,
  created_at timestamptz not null,
  proof text check (proof in ('dns', 'administrator')),
  proved_at timestamptz,
  primary key (name, project_ref),
  check ((proof is null) = (proved_at is null))
);
comment on table project_domain is 'domains that projects claim; requests go to the one project that proved its claim';
create unique index project_domain_routed on project_domain (name) where proof is not null;
create index project_domain_project on project_domain (project_ref, name);
alter table project_domain enable row level security;
alter table project_domain force row level security;
create policy own_domains on project_domain
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
--rollback drop table project_domain;
