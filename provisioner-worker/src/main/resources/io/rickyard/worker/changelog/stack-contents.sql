--liquibase formatted sql

--changeset rickyard:stack-contents-1 runInTransaction:true
--comment What members put into stacks: one document for each, and the sources of its functions, encrypted under the organization's key.
create table stack_contents (
  project text primary key,
  organization text not null,
  revision bigint not null,
  ciphertext bytea not null
);
create table function_source (
  project text not null,
  slug text not null,
  sha256 text not null,
  organization text not null,
  ciphertext bytea not null,
  kept_at timestamptz not null default clock_timestamp(),
  primary key (project, slug, sha256)
);
--rollback drop table function_source; drop table stack_contents;

--changeset rickyard:stack-contents-2 runInTransaction:true
--comment What each section of contents was when a task brought the stack to it last, and before that; what repeated requests are answered. All of it encrypted as the contents are.
create table stack_contents_note (
  project text not null,
  section text not null,
  organization text not null,
  generation bigint,
  held bytea not null,
  former bytea,
  primary key (project, section)
);
create table stack_contents_answer (
  principal text not null,
  scope text not null,
  key text not null,
  fingerprint text not null,
  project text not null,
  organization text not null,
  revision bigint not null,
  ciphertext bytea not null,
  expires_at timestamptz not null,
  primary key (principal, scope, key)
);
create index stack_contents_answer_project on stack_contents_answer (project);
--rollback drop table stack_contents_answer; drop table stack_contents_note;
