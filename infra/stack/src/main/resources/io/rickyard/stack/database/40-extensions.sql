-- Trusted extensions can be created by postgres whenever it likes. These are either expected by
-- every Supabase client, or not trusted and so have to be here before anyone asks.
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
create extension if not exists moddatetime with schema extensions;
create extension if not exists postgres_fdw with schema extensions;

grant execute on all routines in schema extensions to anon, authenticated, service_role, dashboard_user;
grant execute on all routines in schema extensions to postgres with grant option;
grant all on foreign data wrapper postgres_fdw to postgres with grant option;
