--liquibase formatted sql

--changeset rickyard:schedule-1
create table schedule (
  id uuid primary key,
  organization_id text not null references organization (id),
  name text not null,
  timing jsonb not null,
  task jsonb not null,
  missed text not null check (missed in ('skip', 'once', 'all')),
  overlap text not null check (overlap in ('allow', 'skip', 'queue', 'cancel_running')),
  principal uuid not null,
  state text not null check (state in ('active', 'paused', 'suspended', 'ended')),
  reason text,
  next_at timestamptz,
  created_at timestamptz not null,
  check ((next_at is null) = (state = 'ended'))
);
comment on column schedule.next_at is 'the first occurrence that nobody has acted on; moved on in the transaction that acts on it';
create index schedule_due on schedule (next_at) where state = 'active';
create index schedule_organization on schedule (organization_id, id);
--rollback drop table schedule;

--changeset rickyard:schedule-run-1
create table schedule_run (
  schedule_id uuid not null references schedule (id) on delete cascade,
  organization_id text not null,
  occurrence timestamptz not null,
  manual boolean not null,
  outcome text not null check (outcome in ('accepted', 'skipped', 'refused')),
  reason text,
  task uuid,
  decided_at timestamptz not null,
  primary key (schedule_id, occurrence, manual, outcome)
);
comment on table schedule_run is 'what became of occurrences; the key keeps a second task of one occurrence out, whatever else fails';
create index schedule_run_listed on schedule_run (schedule_id, decided_at desc);
create index schedule_run_decided on schedule_run (decided_at);
--rollback drop table schedule_run;

--changeset rickyard:schedule-row-level-security-1 splitStatements:true
alter table schedule enable row level security;
alter table schedule force row level security;
create policy own_schedules on schedule
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));

alter table schedule_run enable row level security;
alter table schedule_run force row level security;
create policy own_schedule_runs on schedule_run
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
--rollback alter table schedule disable row level security; alter table schedule_run disable row level security;
