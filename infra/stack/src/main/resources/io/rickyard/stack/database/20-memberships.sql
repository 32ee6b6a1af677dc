-- Who may become whom. authenticator takes the role a token names, and nothing else.
grant anon, authenticated, service_role to authenticator with inherit false, set true;
grant authenticator to supabase_storage_admin with inherit false, set true;

-- The user's own role administers the API roles, as on the hosted platform.
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend, pg_create_subscription to postgres with admin option;

grant pg_read_all_data, pg_monitor to supabase_read_only_user;
