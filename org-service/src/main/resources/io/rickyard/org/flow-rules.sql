--liquibase formatted sql

--changeset rickyard:flow-rules-1
create table flow_rules (
  version bigint not null,
  body text not null
);
comment on table flow_rules is 'one row: what administrators have set about the flow of tasks, for the whole installation';
insert into flow_rules (version, body) values (0, '{}');
--rollback drop table flow_rules;
