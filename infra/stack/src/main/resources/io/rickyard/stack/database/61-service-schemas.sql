-- Where services of larger profiles keep what is theirs: they are here from the start, so that a
-- stack can grow. (Analytics and pooler keep theirs in a database of their own.)
create schema if not exists _realtime authorization supabase_admin;

-- The pooler logs in as pgbouncer and asks for the verifier of whoever wants to connect.
create schema if not exists pgbouncer authorization pgbouncer;
do $$
begin
  if to_regprocedure('pgbouncer.get_auth(text)') is null then
    create function pgbouncer.get_auth(login text) returns table (username text, password text)
      language sql security definer set search_path = pg_catalog
      as 'select rolname::text, case when rolvaliduntil < now() then null else rolpassword end
          from pg_authid where rolname = login and rolcanlogin';
  end if;
end
$$;
revoke all on function pgbouncer.get_auth(text) from public, postgres;
grant execute on function pgbouncer.get_auth(text) to pgbouncer;
