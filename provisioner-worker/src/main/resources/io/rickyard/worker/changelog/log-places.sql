--liquibase formatted sql

--changeset rickyard:log-places-1
--comment Up to which place the lines of a stack's services are with its own log collector.
create table log_place (
  project text primary key,
  place text not null
);
--rollback drop table log_place;
