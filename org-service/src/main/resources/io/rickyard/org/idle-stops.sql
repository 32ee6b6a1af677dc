--liquibase formatted sql

--changeset rickyard:idle-stop-1
create table idle_stop (
  project_ref text primary key references project (ref),
  organization_id text not null references organization (id),
  principal uuid not null,
  after_seconds bigint not null check (after_seconds > 0),
  used_at timestamptz not null,
  stopped_generation bigint
);
comment on table idle_stop is 'projects that are paused when nobody uses them and woken by a request';
comment on column idle_stop.principal is 'whose rights count: who asked for it';
comment on column idle_stop.stopped_generation is 'the desired state that was written because of idleness; a pause by anybody else has another';
alter table idle_stop enable row level security;
alter table idle_stop force row level security;
create policy own_idle_stops on idle_stop
  using (current_setting('rickyard.organizations', true) = '*'
    or organization_id = any (string_to_array(current_setting('rickyard.organizations', true), ',')));
--rollback drop table idle_stop;
