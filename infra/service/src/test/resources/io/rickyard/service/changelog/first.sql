--liquibase formatted sql

--changeset rickyard:sample-1
create table sample ();
