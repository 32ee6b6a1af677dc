-- Who may become whom. authenticator takes the role a token names, and nothing else. Before
-- PostgreSQL 16 it is the member's own noinherit that keeps it from having the role's rights.
do $$
declare
  without_rights text :=
    case when current_setting('server_version_num')::int >= 160000
      then ' with inherit false, set true' else '' end;
begin
  execute 'grant anon, authenticated, service_role to authenticator' || without_rights;
  execute 'grant authenticator to supabase_storage_admin' || without_rights;
end
$$;

-- The user's own role administers the API roles, as on the hosted platform.
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres with admin option;
do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    grant pg_create_subscription to postgres with admin option;
  end if;
end
$$;

grant pg_read_all_data, pg_monitor to supabase_read_only_user;
