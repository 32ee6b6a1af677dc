--liquibase formatted sql

--changeset rickyard:hook-token-1
alter table hook
  add column token_id uuid,
  add column token_scopes text[],
  add column token_expires_at timestamptz,
  add constraint hook_token_scopes check ((token_id is null) = (token_scopes is null)),
  add constraint hook_token_expires_at check (token_id is not null or token_expires_at is null);
comment on column hook.token_id is 'the access token of its maker that it acts with, where it names one; its scopes and end never change';
create index hook_token on hook (token_id) where token_id is not null;
--rollback drop index hook_token; alter table hook drop column token_id, drop column token_scopes, drop column token_expires_at;

--changeset rickyard:revoked-token-1
create table revoked_token (
  id uuid primary key,
  revoked_at timestamptz not null
);
comment on table revoked_token is 'access tokens that auth-service said are void: those of hooks, and others for a day';
--rollback drop table revoked_token;
