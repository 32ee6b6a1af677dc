--liquibase formatted sql

--changeset rickyard:handled-letters-1
create table handled_letter (
  topic text not null,
  partition integer not null,
  place bigint not null,
  written_at timestamptz not null,
  state text not null check (state in ('replayed', 'dropped')),
  handled_by text not null,
  handled_at timestamptz not null,
  kept_until timestamptz not null,
  primary key (topic, partition, place, written_at)
);
comment on table handled_letter is 'dead messages that were replayed or dropped; the message itself stays in Kafka';
comment on column handled_letter.topic is 'the topic it came from; partition and place are those of its dead letter topic';
comment on column handled_letter.written_at is 'Kafka''s time of the letter: places of a topic that is made anew begin again';
create index handled_letter_kept_until on handled_letter (kept_until);
--rollback drop table handled_letter;
