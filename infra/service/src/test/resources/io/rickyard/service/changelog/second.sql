--liquibase formatted sql

--changeset rickyard:sample-2
create table another ();
