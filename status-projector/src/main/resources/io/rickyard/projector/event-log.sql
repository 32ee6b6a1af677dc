--liquibase formatted sql

--changeset rickyard:event-log-1
-- One row. Whoever appends takes a range of sequences from it and holds its lock until the commit:
-- so sequences become visible in their order and without gaps. Oldest is the first one kept.
create table event_head (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null,
  sequence bigint not null,
  oldest bigint not null
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
insert into event_head (epoch, sequence, oldest)
values (extract(epoch from clock_timestamp())::bigint, 0, 1);

create table event_log (
  sequence bigint not null primary key,
  epoch bigint not null,
  at timestamptz not null default clock_timestamp(),
  organization text,
  project text,
  task uuid,
  kind text not null,
  events text[] not null,
  payload jsonb not null
) partition by range (sequence);

create table event_log_partition (
  starts bigint primary key,
  ends bigint not null
);
--rollback drop table event_log_partition, event_log, event_head;

--changeset rickyard:event-log-extend splitStatements:false
create function event_log_extend(wanted bigint) returns bigint
language plpgsql security definer set search_path = status, pg_temp as $$
declare
  size constant bigint := 1000000;
  reached bigint;
begin
  perform pg_advisory_xact_lock(hashtext('rickyard.status.event_log'));
  select coalesce(max(ends), 0) into reached from event_log_partition;
  while reached <= wanted loop
    -- Attaching, unlike creating as a partition, lets readers and writers go on.
    execute format(
      'create table event_log_%s (like event_log including defaults)', reached);
    execute format(
      'alter table event_log attach partition event_log_%s for values from (%s) to (%s)',
      reached, reached, reached + size);
    insert into event_log_partition values (reached, reached + size);
    reached := reached + size;
  end loop;
  return reached;
end $$;
comment on function event_log_extend is
  'Makes partitions up to a sequence; returns the first sequence that has none';
--rollback drop function event_log_extend;

--changeset rickyard:event-log-forget splitStatements:false
create function event_log_forget(before timestamptz) returns bigint
language plpgsql set search_path = status, pg_temp as $$
declare
  low bigint;
  high bigint;
  middle bigint;
  written timestamptz;
begin
  select oldest, sequence + 1 into low, high from event_head;
  while low < high loop
    middle := (low + high) / 2;
    select at into written from event_log where sequence = middle;
    if written is null or written < before then
      low := middle + 1;
    else
      high := middle;
    end if;
  end loop;
  update event_head set oldest = low where oldest < low;
  return low;
end $$;
comment on function event_log_forget is
  'Moves the oldest kept sequence past what was written before a time; deletes nothing';
--rollback drop function event_log_forget;

--changeset rickyard:event-log-drop splitStatements:false
create function event_log_drop_forgotten() returns integer
language plpgsql security definer set search_path = status, pg_temp set lock_timeout = '2s' as $$
declare
  kept bigint;
  first_sequence bigint;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('rickyard.status.event_log'));
  select oldest into kept from event_head;
  for first_sequence in
    select starts from event_log_partition where ends <= kept order by starts
  loop
    execute format('drop table event_log_%s', first_sequence);
    delete from event_log_partition where starts = first_sequence;
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
comment on function event_log_drop_forgotten is
  'Drops the partitions that lie wholly before the oldest kept sequence';
--rollback drop function event_log_drop_forgotten;

--changeset rickyard:event-log-epoch splitStatements:false
create function event_log_new_epoch() returns bigint
language sql set search_path = status, pg_temp as $$
  update event_head
     set epoch = greatest(epoch + 1, extract(epoch from clock_timestamp())::bigint)
  returning epoch
$$;
comment on function event_log_new_epoch is
  'To be called after a restore or a rebuild: sequences may then mean other events than before';
--rollback drop function event_log_new_epoch;
