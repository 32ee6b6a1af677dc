--liquibase formatted sql

--changeset rickyard:consumer-offset-1
create table consumer_offset (
  consumer text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  primary key (consumer, topic, partition)
) with (fillfactor = 50);
--rollback drop table consumer_offset;
