--liquibase formatted sql

--changeset rickyard:outbox-1
create table outbox (
  id bigint generated always as identity primary key,
  shard integer not null,
  created_at timestamptz not null default clock_timestamp(),
  messages bytea not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
comment on column outbox.messages is 'JSON in UTF-8: all messages of one commit, in their order';
--rollback drop table outbox;

--changeset rickyard:outbox-2
-- A row lives for milliseconds and is read only after a crash: compressing it costs more than it saves.
alter table outbox alter column messages set storage external;
--rollback alter table outbox alter column messages set storage extended;
