--liquibase formatted sql

--changeset rickyard:login-roles-1
--comment Roles for a while in projects' databases. A row is older than its role and younger than its removal.
create table login_role (
  project text not null,
  role text not null,
  ends_at timestamptz not null,
  primary key (project, role)
);
comment on column login_role.ends_at is 'when it is to be removed; later than the role''s own end where that did not work at once';
create index login_role_ends_at on login_role (ends_at);
--rollback drop table login_role;
