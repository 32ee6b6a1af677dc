--liquibase formatted sql

--changeset rickyard:task-options-1
--comment What a task may ask for beyond the usual. Only tasks that do so have rows here.
create table deadline (
    id   uuid        not null,
    kind smallint    not null, -- 0 its wait, 1 its budget over all attempts, 2 the lease of a lock
    at   timestamptz not null,
    met  boolean     not null default false, -- a budget stays for later attempts after it was met
    primary key (id, kind)
);
create index deadline_at on deadline (at) where not met;

create table child (
    id           uuid        primary key,
    parent       uuid        not null,
    organization text        not null,
    taken_at     timestamptz not null default clock_timestamp()
);
create index child_of on child (parent);
--rollback drop table deadline; drop table child;

--changeset rickyard:task-options-2
--comment The key by which tasks of a lane are told apart; how a task ends once it has been undone.
alter table task add column concurrency text;
alter table running add column ending text;
--rollback alter table task drop column concurrency; alter table running drop column ending;

--changeset rickyard:task-options-3
--comment What is scheduled joins its lane when it is due, so that nobody waits for it until then.
alter table later add column joins boolean not null default false;
create index later_joins on later (due_at) where joins;
update later l set joins = true from task t
 where t.id = l.id and l.attempt = 0 and t.lane is null
   and convert_from(t.message, 'UTF8')::jsonb ->> 'project' is not null;
update task set lane = 'project:' || (convert_from(message, 'UTF8')::jsonb ->> 'project')
 where id in (select id from later where joins);
--rollback alter table later drop column joins;
