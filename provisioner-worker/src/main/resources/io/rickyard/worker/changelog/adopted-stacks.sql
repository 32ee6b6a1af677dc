--liquibase formatted sql

--changeset rickyard:adopted-stacks-1
--comment Which project is which stack that somebody else has made. The row goes when the project does, and the stack stays.
create table adopted_stack (
  project text primary key,
  organization text not null,
  compose_project text not null unique,
  services text[] not null,
  database_service text not null,
  gateway_host text,
  gateway_port integer
);
comment on column adopted_stack.services is 'those that ran when it was adopted, so those that should';
--rollback drop table adopted_stack;
