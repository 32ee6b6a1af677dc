--liquibase formatted sql

--changeset rickyard:users-3
alter table users add column by_address boolean not null default true;
comment on column users.by_address is 'whether the address, with mail or password, is itself a way in';
--rollback alter table users drop column by_address;

--changeset rickyard:identity-1
create table identity (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  provider text not null,
  issuer text not null,
  subject text not null,
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_sign_in_at timestamptz
);
create unique index identity_subject on identity (provider, issuer, subject);
create index identity_user on identity (user_id);
comment on column identity.issuer is 'subjects mean something only with who issued them: a provider that is set to another issuer knows other people';
--rollback drop table identity;

--changeset rickyard:provider-flow-1
create table provider_flow (
  hash bytea primary key,
  provider text not null,
  redirect text not null,
  challenge text,
  challenge_method text,
  browser bytea,
  user_id uuid references users on delete cascade,
  session_id uuid references session on delete cascade,
  quiet boolean not null,
  expires_at timestamptz not null,
  check ((challenge is null) = (challenge_method is null)),
  check ((user_id is null) = (session_id is null))
);
create index provider_flow_expires on provider_flow (expires_at);
comment on column provider_flow.hash is 'plain SHA-256 of the state, which holds 160 random bits; the verifier and the nonce are computed from it under a key outside the database';
comment on column provider_flow.browser is 'SHA-256 of the cookie of the browser that set out; null: none has yet';
comment on column provider_flow.user_id is 'for whom an identity is linked; null: somebody signs in';
--rollback drop table provider_flow;

--changeset rickyard:auth-code-2
alter table auth_code add column links jsonb;
comment on column auth_code.links is 'the identity that is linked to the user when the verifier is shown';
--rollback alter table auth_code drop column links;
