--liquibase formatted sql

--changeset rickyard:audit-1
create table audit (
  message_id uuid primary key,
  stored_at timestamptz not null default clock_timestamp(),
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  on_behalf_of text,
  action text not null,
  target text not null,
  outcome text not null,
  origin text,
  detail text,
  organization text,
  project text,
  correlation_id text not null
);
create index audit_at on audit using brin (at);
create index audit_target on audit (target, at);
create index audit_organization on audit (organization, at) where organization is not null;
--rollback drop table audit;

--changeset rickyard:audit-append-only-1
-- The service itself cannot rewrite what was done; only the owner, as whom nobody logs in, could.
revoke update, delete, truncate on audit from rickyard_auth;
--rollback grant update, delete on audit to rickyard_auth;

--changeset rickyard:audit-search-1 splitStatements:true
create index audit_newest on audit (at, message_id);
alter table audit enable row level security;
alter table audit force row level security;
create policy anybody_adds on audit for insert with check (true);
create policy own_entries on audit for select
  using (current_setting('rickyard.organizations', true) = '*'
    or organization = current_setting('rickyard.organizations', true));
--rollback drop index audit_newest; alter table audit disable row level security; drop policy anybody_adds on audit; drop policy own_entries on audit;
