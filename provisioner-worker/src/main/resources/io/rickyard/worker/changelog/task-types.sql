--liquibase formatted sql

--changeset rickyard:task-types
--comment Which types of task extensions add to a worker: others of the kind are left to it.
alter table worker add column extensions text[] not null default '{}';
--rollback alter table worker drop column extensions;
