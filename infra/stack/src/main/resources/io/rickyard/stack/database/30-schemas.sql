-- Internal schemas belong to the service that migrates them; users reach them through grants.
create schema if not exists auth authorization supabase_auth_admin;
create schema if not exists storage authorization supabase_storage_admin;
create schema if not exists realtime authorization supabase_admin;
create schema if not exists extensions authorization postgres;
create schema if not exists graphql_public authorization supabase_admin;

grant usage on schema auth, storage, realtime to anon, authenticated, service_role, postgres;
grant usage on schema extensions, graphql_public to anon, authenticated, service_role, postgres;
grant usage on schema extensions to
  supabase_auth_admin, supabase_storage_admin, supabase_functions_admin, supabase_realtime_admin;
grant all on schema auth, storage, extensions to dashboard_user;
grant all on schema realtime to supabase_realtime_admin;

alter default privileges for role supabase_auth_admin in schema auth
  grant all on tables to postgres, dashboard_user;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on sequences to postgres, dashboard_user;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on routines to postgres, dashboard_user;

alter default privileges for role supabase_storage_admin in schema storage
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_storage_admin in schema storage
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_storage_admin in schema storage
  grant all on routines to postgres, anon, authenticated, service_role;

alter default privileges for role supabase_admin in schema graphql_public
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema graphql_public
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_admin in schema graphql_public
  grant all on routines to postgres, anon, authenticated, service_role;
