--liquibase formatted sql

--changeset rickyard:users-1
create table users (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  password_hash text,
  email_confirmed_at timestamptz,
  last_sign_in_at timestamptz,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  banned_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column users.password_hash is 'Argon2id, PHC string format';
--rollback drop table users;

--changeset rickyard:session-1
create table session (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  method text not null,
  origin text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_of_user on session (user_id) where ended_at is null;
--rollback drop table session;

--changeset rickyard:refresh-token-1
create table refresh_token (
  hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  created_at timestamptz not null,
  used_at timestamptz,
  salt bytea,
  check ((used_at is null) = (salt is null))
);
comment on column refresh_token.hash is 'HMAC-SHA256 under a key outside the database: 60 bits are too few for a plain hash';
comment on column refresh_token.salt is 'with the token and the key gives the token that followed it';
create index refresh_token_session on refresh_token (session_id);
--rollback drop table refresh_token;

--changeset rickyard:personal-access-token-1
create table personal_access_token (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  name text not null,
  hint text not null,
  scopes text[] not null default '{}',
  hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
comment on column personal_access_token.hash is 'plain SHA-256: the token itself holds 160 random bits';
create index personal_access_token_user on personal_access_token (user_id);
--rollback drop table personal_access_token;

--changeset rickyard:browser-handle-1
create table browser_handle (
  hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  created_at timestamptz not null
);
create index browser_handle_session on browser_handle (session_id);
--rollback drop table browser_handle;

--changeset rickyard:stream-ticket-1
create table stream_ticket (
  hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  session_id uuid references session on delete cascade,
  token_id uuid references personal_access_token on delete cascade,
  scopes text[] not null,
  email text not null,
  expires_at timestamptz not null,
  check ((session_id is null) <> (token_id is null))
);
--rollback drop table stream_ticket;

--changeset rickyard:sign-in-code-1
create table sign_in_code (
  hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  expires_at timestamptz not null
);
--rollback drop table sign_in_code;

--changeset rickyard:attempt-1
create table attempt (
  kind text not null,
  subject bytea not null,
  failures integer not null,
  last_at timestamptz not null,
  primary key (kind, subject)
);
comment on column attempt.subject is 'SHA-256 of what was given: somebody may have typed a password there';
--rollback drop table attempt;

--changeset rickyard:signing-key-1
create table signing_key (
  id text primary key,
  role text not null unique check (role in ('next', 'current', 'previous')),
  public_key bytea not null,
  private_key bytea not null,
  created_at timestamptz not null
);
comment on column signing_key.private_key is 'AES-256-GCM under a key outside the database';
--rollback drop table signing_key;

--changeset rickyard:signing-key-2
alter table signing_key add column since timestamptz;
update signing_key set since = created_at;
alter table signing_key alter column since set not null;
comment on column signing_key.since is 'from when on it has its role';
--rollback alter table signing_key drop column since;
