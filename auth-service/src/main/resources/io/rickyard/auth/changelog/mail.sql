--liquibase formatted sql

--changeset rickyard:mail-1
create table mail (
  id uuid primary key,
  purpose text not null,
  recipient text,
  subject text not null,
  body bytea not null,
  created_at timestamptz not null,
  next_at timestamptz not null,
  attempts integer not null default 0
);
create index mail_next on mail (next_at) where recipient is not null;
create index mail_created on mail (created_at);
comment on column mail.recipient is 'null: written for an address that nobody here has, so that this cannot be told from the work done';
comment on column mail.body is 'AES-256-GCM under a key outside the database: it holds links that sign in';
--rollback drop table mail;

--changeset rickyard:one-time-token-1
create table one_time_token (
  hash bytea primary key,
  user_id uuid references users on delete cascade,
  purpose text not null,
  address text not null,
  code_hash bytea not null,
  failures integer not null default 0,
  challenge text,
  challenge_method text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((challenge is null) = (challenge_method is null))
);
create unique index one_time_token_newest on one_time_token (user_id, purpose) where user_id is not null;
create index one_time_token_address on one_time_token (address, purpose);
create index one_time_token_expires on one_time_token (expires_at);
comment on column one_time_token.hash is 'plain SHA-256: the token in the link holds 160 random bits';
comment on column one_time_token.code_hash is 'HMAC-SHA256 under a key outside the database: six digits are too few for a plain hash';
comment on column one_time_token.user_id is 'null: made for an address that nobody here has; it can never be redeemed';
--rollback drop table one_time_token;

--changeset rickyard:invited-address-1
create table invited_address (
  email text primary key check (email = lower(email)),
  expires_at timestamptz not null
);
--rollback drop table invited_address;
