--liquibase formatted sql

--changeset rickyard:users-administrator-1
alter table users add column administrator boolean not null default false;
create index users_administrator on users (id) where administrator;
comment on column users.administrator is 'administers the installation itself';
--rollback alter table users drop column administrator;
