--liquibase formatted sql

--changeset rickyard:command-offsets
--comment Commands are read by a consumer of their own from now on; it goes on where the common one stood.
update consumer_offset
   set consumer = 'status-projector-commands'
 where consumer = 'status-projector' and topic like 'rickyard.commands.%';
--rollback update consumer_offset set consumer = 'status-projector' where consumer = 'status-projector-commands';
