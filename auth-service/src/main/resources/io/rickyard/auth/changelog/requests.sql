--liquibase formatted sql

--changeset rickyard:request-key-1
create table request_key (
  principal uuid not null,
  scope text not null,
  key text not null,
  fingerprint text not null,
  made uuid not null,
  expires_at timestamptz not null,
  primary key (principal, scope, key)
);
create index request_key_expires on request_key (expires_at);
comment on column request_key.made is 'what was made under the key; its secret is stored nowhere';
--rollback drop table request_key;

--changeset rickyard:audit-retention-1 splitStatements:false
-- The service may add to the trail and read it. What has had its time it may ask to be forgotten, but
-- nothing of the last thirty days.
create function audit_forget(before timestamptz, most integer) returns integer
language plpgsql security definer set search_path = auth, pg_temp as $$
declare
  gone integer;
begin
  if before > clock_timestamp() - interval '30 days' then
    raise exception 'Nothing of the last thirty days is forgotten';
  end if;
  delete from audit
   where ctid = any (array(select ctid from audit where at < before limit most));
  get diagnostics gone = row_count;
  return gone;
end $$;
--rollback drop function audit_forget;

--changeset rickyard:audit-retention-grant-1
revoke execute on function audit_forget(timestamptz, integer) from public;
grant execute on function audit_forget(timestamptz, integer) to rickyard_auth;
--rollback revoke execute on function audit_forget(timestamptz, integer) from rickyard_auth;

--changeset rickyard:audit-retention-sight-1
-- audit_forget runs as the owner, for whom row level security is forced too.
create policy owner_sees on audit for select to rickyard_auth_owner using (true);
create policy owner_forgets on audit for delete to rickyard_auth_owner using (true);
--rollback drop policy owner_sees on audit; drop policy owner_forgets on audit;
