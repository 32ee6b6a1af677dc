--liquibase formatted sql

--changeset rickyard:session-2
alter table session add column agent text;
alter table session add column last_used_at timestamptz;
alter table session add column verified_at timestamptz;
comment on column session.agent is 'the User-Agent with which it was begun';
comment on column session.verified_at is 'when a second factor was shown';
--rollback alter table session drop column agent, drop column last_used_at, drop column verified_at;

--changeset rickyard:factor-1
create table factor (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  name text not null,
  secret bytea not null,
  last_step bigint not null default 0,
  created_at timestamptz not null,
  verified_at timestamptz
);
create unique index factor_name on factor (user_id, name);
comment on column factor.secret is 'AES-256-GCM under a key outside the database';
comment on column factor.last_step is 'the time step of the last code that fitted: none is good twice';
--rollback drop table factor;

--changeset rickyard:factor-challenge-1
create table factor_challenge (
  id uuid primary key,
  factor_id uuid not null references factor on delete cascade,
  session_id uuid not null references session on delete cascade,
  expires_at timestamptz not null
);
create index factor_challenge_expires on factor_challenge (expires_at);
--rollback drop table factor_challenge;
