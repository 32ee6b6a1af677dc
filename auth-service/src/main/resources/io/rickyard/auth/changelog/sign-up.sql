--liquibase formatted sql

--changeset rickyard:users-2
alter table users alter column email drop not null;
alter table users add column app_metadata jsonb not null default '{}' check (jsonb_typeof(app_metadata) = 'object');
alter table users add column new_email text check (new_email = lower(new_email));
alter table users add column new_email_agreed text check (new_email_agreed in ('current', 'new'));
alter table users add column invited_at timestamptz;
comment on column users.email is 'null: somebody anonymous';
comment on column users.new_email_agreed is 'which of the two addresses has agreed to the change already';
--rollback alter table users drop column app_metadata, drop column new_email, drop column new_email_agreed, drop column invited_at;

--changeset rickyard:stream-ticket-2
alter table stream_ticket alter column email drop not null;
--rollback alter table stream_ticket alter column email set not null;

--changeset rickyard:auth-code-1
create table auth_code (
  hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  method text not null,
  challenge text not null,
  challenge_method text not null,
  expires_at timestamptz not null
);
create index auth_code_expires on auth_code (expires_at);
--rollback drop table auth_code;
