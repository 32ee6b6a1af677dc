--liquibase formatted sql

--changeset rickyard:inbox-1
create table inbox (
  message_id uuid primary key,
  received_at timestamptz not null default clock_timestamp()
);
create index inbox_received_at on inbox using brin (received_at);
--rollback drop table inbox;
