--liquibase formatted sql

--changeset rickyard:port-allocation-1
--comment Which project has which port of a host; a port found in use by something else is burned.
create table port_allocation (
  host text not null,
  port integer not null check (port between 1 and 65535),
  project text,
  burned_at timestamptz,
  allocated_at timestamptz not null default clock_timestamp(),
  primary key (host, port),
  check ((project is null) = (burned_at is not null))
);
create unique index port_allocation_project on port_allocation (project) where project is not null;
--rollback drop table port_allocation;

--changeset rickyard:port-allocation-2
--comment A stack may need several ports: one for each thing that is reached from outside of it.
alter table port_allocation add column purpose text not null default 'database';
drop index port_allocation_project;
create unique index port_allocation_purpose on port_allocation (project, purpose)
  where project is not null;
--rollback drop index port_allocation_purpose; alter table port_allocation drop column purpose; create unique index port_allocation_project on port_allocation (project) where project is not null;
