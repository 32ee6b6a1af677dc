--liquibase formatted sql

--changeset rickyard:engine-tasks
-- Every table is made for the life of its rows. A task is written once, and one narrow row beside it
-- says where it stands: ready, waiting for its lane, later, or running. All of them are insert and
-- delete; nothing in the hot path updates an indexed column.
create table task (
    id           uuid        primary key,
    queue        smallint    not null,
    organization text        not null,
    lane         text,
    type         text        not null,
    generation   bigint,
    message      bytea       not null, -- the command as it came; its secrets are sealed
    taken_at     timestamptz not null default clock_timestamp()
);

create sequence ready_place;

-- Can be claimed now.
create table ready (
    id           uuid     primary key,
    queue        smallint not null,
    organization text     not null,
    place        bigint   not null default nextval('ready_place'),
    attempt      bigint   not null,
    failures     int      not null,
    losses       int      not null,
    version      bigint   not null,
    lines        bigint   not null
);
create unique index ready_place_in_flow on ready (queue, organization, place);

-- An organization with something ready in a queue. Its turn is its place in the queue's fair order.
create table flow (
    queue        smallint not null,
    organization text     not null,
    turn         bigint   not null,
    primary key (queue, organization)
);
create index flow_turn on flow (queue, turn);

-- How far the fair order of a queue has come: an organization that returns starts from here.
create table queue_turn (
    queue smallint primary key,
    turn  bigint   not null
);
insert into queue_turn (queue, turn) values (0, 0), (1, 0), (2, 0);

-- Waits for those before it in its lane. Without a place, it waits for an earlier generation.
create table waiting (
    id         uuid        primary key,
    lane       text        not null,
    place      bigint,
    version    bigint      not null,
    arrived_at timestamptz not null default clock_timestamp()
);
create index waiting_in_lane on waiting (lane, place);
create index waiting_for_generation on waiting (arrived_at) where place is null;

-- Is due at a time: scheduled (attempt 0) or waiting for its next attempt.
create table later (
    id       uuid        primary key,
    due_at   timestamptz not null,
    attempt  bigint      not null,
    failures int         not null,
    losses   int         not null,
    version  bigint      not null,
    lines    bigint      not null
);
create index later_due on later (due_at);

create sequence claim_token;

create table running (
    id              uuid        primary key,
    worker          text        not null,
    token           bigint      not null default nextval('claim_token'),
    attempt         bigint      not null,
    failures        int         not null,
    losses          int         not null,
    version         bigint      not null,
    lines           bigint      not null,
    told            boolean     not null, -- whether this attempt's start has been told
    started_at      timestamptz not null default clock_timestamp(),
    cancel_reason   text,
    cancel_deadline timestamptz
) with (fillfactor = 80);
create index running_worker on running (worker);
create index running_cancel on running (worker) where cancel_deadline is not null;

-- Ids that have ended, so that a command that is emitted again starts nothing.
create table ended (
    id       uuid        primary key,
    state    smallint    not null,
    ended_at timestamptz not null default clock_timestamp()
);
create index ended_at_block on ended using brin (ended_at);

-- A cancel that came before its submit.
create table tombstone (
    id     uuid        primary key,
    reason text        not null,
    at     timestamptz not null default clock_timestamp()
);

--changeset rickyard:engine-lanes
-- What must run one after the other. The holder is the head of the lane: ready, later or running, or
-- ended while what it did may still have effects.
create table lane (
    key        text   primary key,
    holder     uuid,
    holder_type text,
    places     bigint not null default 0, -- the last place given away
    generation bigint not null default 0, -- up to here, without gaps, all generations have come
    passed     bigint[] not null default '{}' -- generations beyond that came and have ended
);

--changeset rickyard:engine-workers
create table worker (
    id           text        primary key,
    process      text        not null, -- host, pid and start of the process
    started_at   timestamptz not null default clock_timestamp(),
    heartbeat_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);

-- Ends that a handler has yet to hear of. The lane is held until it has.
create table end_notice (
    id      uuid   primary key,
    worker  text   not null,
    lane    text,
    attempt bigint not null,
    token   bigint not null,
    message bytea  not null,
    ending  text   not null
);
create index end_notice_worker on end_notice (worker);
