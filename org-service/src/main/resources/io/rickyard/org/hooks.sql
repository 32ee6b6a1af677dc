--liquibase formatted sql

--changeset rickyard:hook-1
create table hook (
  id uuid primary key,
  organization_id text not null references organization (id),
  name text not null,
  provider text not null check (provider in ('github', 'gitlab', 'standard')),
  rule jsonb not null,
  principal uuid not null,
  secret bytea not null,
  previous_secret bytea,
  previous_secret_until timestamptz,
  created_at timestamptz not null
);
create index hook_organization on hook (organization_id, created_at);
comment on column hook.secret is 'AES-256-GCM under the service''s master key, bound to the hook''s id';
--rollback drop table hook;

--changeset rickyard:hook-delivery-1
create table hook_delivery (
  number bigint generated always as identity primary key,
  hook_id uuid not null references hook (id) on delete cascade,
  organization_id text not null,
  delivery_id text not null,
  body_hash text not null,
  unsigned_id_hash text,
  received_at timestamptz not null default clock_timestamp(),
  outcome text not null check (outcome in ('accepted', 'ignored', 'refused')),
  reason text,
  answer jsonb,
  outbox_id bigint,
  replays integer not null default 0,
  event text,
  repository text,
  ref text,
  sha text,
  origin text,
  unique (hook_id, delivery_id),
  unique (hook_id, unsigned_id_hash)
);
comment on column hook_delivery.unsigned_id_hash is 'the body''s hash where the signature does not cover the delivery''s id: then the same body under another id is a replay';
create index hook_delivery_listed on hook_delivery (hook_id, number desc);
create index hook_delivery_received on hook_delivery (received_at);
--rollback drop table hook_delivery;
