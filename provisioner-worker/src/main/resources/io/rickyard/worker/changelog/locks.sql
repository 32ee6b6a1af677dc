--liquibase formatted sql

--changeset rickyard:locks-1
--comment Who holds a lock: the head of a lock's lane, without a worker. Its row ends with the task.
create table held (
    id          uuid        primary key,
    token       bigint      not null default nextval('claim_token'),
    version     bigint      not null,
    held_at     timestamptz not null default clock_timestamp(),
    lease_until timestamptz not null
);
create index task_lock on task (organization, lane) where type = 'lock.hold';
--rollback drop index task_lock; drop table held;
