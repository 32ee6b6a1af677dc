-- The roles of a Supabase database. supabase_admin exists: initdb made it, and it is the superuser.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('postgres',                     'login createrole createdb replication bypassrls'),
      ('anon',                         'nologin noinherit'),
      ('authenticated',                'nologin noinherit'),
      ('service_role',                 'nologin noinherit bypassrls'),
      ('authenticator',                'login noinherit'),
      ('supabase_auth_admin',          'login noinherit createrole'),
      ('supabase_storage_admin',       'login noinherit createrole'),
      ('supabase_functions_admin',     'login noinherit createrole'),
      ('supabase_realtime_admin',      'nologin noinherit'),
      ('supabase_replication_admin',   'login replication'),
      ('supabase_read_only_user',      'login bypassrls'),
      ('pgbouncer',                    'login'),
      ('dashboard_user',               'nologin createrole createdb replication')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I', wanted.name);
    end if;
    execute format('alter role %I with %s', wanted.name, wanted.attributes);
  end loop;
end
$$;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
alter role supabase_read_only_user set default_transaction_read_only = on;

-- Since PostgreSQL 16 a role that creates another does not become its member by itself; the hosted
-- platform's postgres can SET ROLE to what it created.
do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    alter role postgres set createrole_self_grant = 'set, inherit';
  end if;
end
$$;

alter role postgres set search_path = "$user", public, extensions;
alter role supabase_admin set search_path = "$user", public, extensions;
alter role supabase_auth_admin set search_path = auth;
alter role supabase_storage_admin set search_path = storage;
alter role supabase_functions_admin set search_path = supabase_functions;
