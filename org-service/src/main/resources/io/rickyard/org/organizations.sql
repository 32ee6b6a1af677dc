--liquibase formatted sql

--changeset rickyard:organization-1
create table organization (
  id text primary key check (id ~ '^[a-z]{20}$'),
  name text not null,
  version bigint not null default 0,
  created_at timestamptz not null
);
comment on column organization.version is 'counts the events of the organization, raised under the row''s lock';
create table membership (
  organization_id text not null references organization (id),
  user_id uuid not null,
  role text not null check (role in ('owner', 'administrator', 'developer', 'member')),
  joined_at timestamptz not null,
  primary key (organization_id, user_id)
);
create index membership_user on membership (user_id);
--rollback drop table membership; drop table organization;

--changeset rickyard:project-1
create table used_reference (
  ref text primary key check (ref ~ '^[a-z]{20}$'),
  taken_at timestamptz not null default clock_timestamp()
);
comment on table used_reference is 'every reference ever given to a project; rows are never deleted';
create table project (
  ref text primary key references used_reference (ref),
  number bigint generated always as identity unique,
  organization_id text not null references organization (id),
  name text not null,
  region text not null,
  profile text not null,
  desired text not null check (desired in ('active', 'paused', 'deleted')),
  generation bigint not null check (generation >= 1),
  created_at timestamptz not null
);
create index project_organization on project (organization_id, number);
--rollback drop table project; drop table used_reference;

--changeset rickyard:idempotency-key-1
create table idempotency_key (
  principal uuid not null,
  scope text not null,
  key text not null,
  fingerprint text not null,
  expires_at timestamptz not null,
  answer jsonb,
  outbox_id bigint,
  position text,
  primary key (principal, scope, key)
);
comment on column idempotency_key.answer is 'what was promised; null only inside the transaction that decides it';
comment on column idempotency_key.position is 'where the command stands, once somebody has reported it';
create index idempotency_key_expires on idempotency_key (expires_at);
create index idempotency_key_outbox on idempotency_key (outbox_id);
--rollback drop table idempotency_key;

--changeset rickyard:project-2
alter table project add column drift_policy text check (drift_policy in ('repair', 'report'));
comment on column project.drift_policy is 'what is done when its stack differs from what it should be; null leaves it to the installation';
--rollback alter table project drop column drift_policy;

--changeset rickyard:project-3
alter table project add column limits jsonb not null default '{}';
comment on column project.limits is 'what its services may use, where that is not what their blueprints say';
--rollback alter table project drop column limits;

--changeset rickyard:project-4
alter table project add column compose_project text;
comment on column project.compose_project is 'what compose calls the stack it was made of; null where the stack is ours';
--rollback alter table project drop column compose_project;
