--liquibase formatted sql

--changeset rickyard:realtime-1
-- Outbound webhooks will live here; the bridge keeps nothing else.
comment on schema realtime is 'Owned by realtime-bridge';
--rollback comment on schema realtime is null;
