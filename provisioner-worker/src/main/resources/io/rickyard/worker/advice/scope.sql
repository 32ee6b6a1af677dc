with served as (
  -- What PostgREST is told to serve; public where nothing is said.
  select trim(both '" ' from name) as name
    from (select coalesce(
            (select substring(setting from '^pgrst\.db_schemas=(.*)$')
               from pg_db_role_setting s
               join pg_roles r on r.oid = s.setrole
               cross join unnest(s.setconfig) as setting
              where r.rolname = 'authenticator' and setting like 'pgrst.db\_schemas=%'
              limit 1),
            'public')) as told (list)
    cross join unnest(string_to_array(list, ',')) as name
), own as (
  -- Schemas of the project's people, not of PostgreSQL and not of the stack's services.
  select oid, nspname
    from pg_namespace
   where nspname !~ '^pg_'
     and nspname not in ('information_schema', 'auth', 'storage', 'realtime', '_realtime', 'extensions', 'graphql',
           'graphql_public', 'net', 'cron', 'vault', 'pgsodium', 'pgsodium_masks', 'pgbouncer', 'pgmq', 'supabase_functions',
           'supabase_migrations', '_analytics', '_supavisor', 'pgtle', 'repack', 'tiger', 'tiger_data', 'topology')
), exposed as (
  select own.oid, own.nspname from own join served on served.name = own.nspname
), visitor as (
  -- Who comes through the API with a publishable key or a user's token.
  select oid from pg_roles where rolname in ('anon', 'authenticated')
), member as (
  select classid, objid from pg_depend where deptype = 'e'
), relation as (
  select c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.reloptions, e.oid is not null as exposed,
         exists (select from visitor v where has_any_column_privilege(v.oid, c.oid, 'select')) as readable,
         exists (select from visitor v
                  where has_any_column_privilege(v.oid, c.oid, 'select, insert, update')
                     or has_table_privilege(v.oid, c.oid, 'delete')) as usable
    from pg_class c
    join own n on n.oid = c.relnamespace
    left join exposed e on e.oid = n.oid
   where c.relkind in ('r', 'p', 'v', 'm', 'f')
     and (select (m.objid) from member m where m.classid = 'pg_class'::regclass and m.objid = c.oid limit 1) is null
), policy as (
  select p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive, p.polroles, t.nspname, t.relname, t.relrowsecurity,
         pg_get_expr(p.polqual, p.polrelid) as using_text, pg_get_expr(p.polwithcheck, p.polrelid) as check_text
    from pg_policy p
    join relation t on t.oid = p.polrelid
)
