--liquibase formatted sql

--changeset rickyard:docker-stacks-1
--comment Which claim acted last on a stack of the engine, and which volumes it has. A row of docker_stack stays: references are never used again.
create table docker_stack (
  project text primary key,
  organization text not null,
  generation bigint not null,
  token bigint not null
);
create table docker_volume (
  number bigint generated always as identity primary key,
  project text not null,
  volume text not null,
  filled boolean not null default false,
  trashed_at timestamptz
);
create unique index docker_volume_in_use on docker_volume (project, volume) where trashed_at is null;
create index docker_volume_trash on docker_volume (trashed_at) where trashed_at is not null;
--rollback drop table docker_volume; drop table docker_stack;
