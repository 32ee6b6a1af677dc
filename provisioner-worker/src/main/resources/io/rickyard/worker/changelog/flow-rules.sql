--liquibase formatted sql

--changeset rickyard:flow-kinds
-- What decides who may run a task and whether it may start: its type and the labels a worker must have.
-- There are few of them; a task that is ready carries the number.
create table kind (
    id     smallserial primary key,
    type   text not null,
    labels jsonb not null default '{}',
    unique (type, labels)
);
insert into kind (type) select distinct type from task;

-- Within an organization the higher priority first, then as it came. A task that was put back to make room
-- has a place before all others.
alter table ready add column kind smallint;
alter table ready add column priority smallint not null default 0;
update ready r set kind = k.id from task t join kind k on k.type = t.type where t.id = r.id;
alter table ready alter column kind set not null;
drop index ready_place_in_flow;
create unique index ready_order_in_flow on ready (queue, organization, kind, priority desc, place);

-- An organization's turn goes up by its stride with each task it is given: 10,000 for the usual weight of 100.
-- Its kinds are those that may have something ready: all that have, and perhaps some that had.
alter table flow add column stride bigint not null default 10000;
alter table flow add column kinds smallint[] not null default '{}';
update flow f set kinds = (
    select coalesce(array_agg(distinct r.kind), '{}') from ready r
     where r.queue = f.queue and r.organization = f.organization);

-- A task that was put back goes on after the steps that it keeps.
alter table task add column kept_steps int not null default 0;

--changeset rickyard:flow-rules
-- What administrators have set, as the last message said it. Read under a shared lock by whoever starts or ends
-- tasks, changed under the exclusive one.
create table flow_rules (
    version bigint not null,
    body    text   not null
);
insert into flow_rules (version, body) values (0, '{}');

-- Shares that are not the usual one.
create table flow_weight (
    organization text   primary key,
    stride       bigint not null
);

-- How many tasks of a limited scope run, and when how many started of one with a rate. Only what has a limit is
-- counted; a change of the rules counts anew.
create table tally (
    scope   text     primary key,
    running bigint   not null,
    starts  bigint[] not null default '{}' -- slice of time and starts in it, in turns
) with (fillfactor = 50);

--changeset rickyard:flow-workers
alter table worker add column labels jsonb not null default '{}';
alter table worker add column critical_slots int not null default 0;
alter table worker add column shared_slots int not null default 0;
