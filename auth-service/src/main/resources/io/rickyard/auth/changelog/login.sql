--liquibase formatted sql

--changeset rickyard:login-request-1
create table login_request (
  id uuid primary key,
  name_hash bytea not null unique,
  device_hash bytea unique,
  client text not null,
  host text not null,
  origin text,
  agent text,
  redirect_uri text,
  challenge text,
  state text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  interval_seconds int not null,
  polled_at timestamptz,
  approved boolean,
  user_id uuid references users on delete cascade,
  session_id uuid references session on delete cascade,
  code_hash bytea unique,
  redeemed_at timestamptz,
  token_id uuid,
  check ((device_hash is null) <> (redirect_uri is null)),
  check ((redirect_uri is null) = (challenge is null)),
  check ((user_id is null) = (session_id is null)),
  check ((approved is not null) = (user_id is not null)),
  check (redeemed_at is null or approved)
);
create index login_request_expires on login_request (expires_at);
create index login_request_user on login_request (user_id);
create index login_request_session on login_request (session_id);
comment on column login_request.name_hash is 'of the user code (keyed), or of the handle in the address of the page';
comment on column login_request.code_hash is 'of what the browser brings to the program';
comment on column login_request.token_id is 'the personal access token that was given for it';
--rollback drop table login_request;
