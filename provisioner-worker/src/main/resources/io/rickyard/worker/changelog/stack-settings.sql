--liquibase formatted sql

--changeset rickyard:stack-settings-1
--comment What the services of stacks are told that differs from their release, by section, and what it was before the last change. Nothing stands for what the release says.
create table stack_setting (
  project text not null,
  section text not null,
  organization text not null,
  generation bigint not null,
  ciphertext bytea,
  former bytea,
  primary key (project, section)
);
--rollback drop table stack_setting;
