--liquibase formatted sql

--changeset rickyard:token-rotation-1
alter table personal_access_token
  add column previous_hash bytea unique,
  add column previous_until timestamptz,
  add check ((previous_hash is null) = (previous_until is null));
comment on column personal_access_token.previous_hash is 'the secret before the last rotation, good until previous_until';
--rollback alter table personal_access_token drop column previous_hash, drop column previous_until;
