-- Takes everything out of a project's database that its user brought in, as that user: what runs
-- here may meet event triggers and functions of the user's own.
do $empty$
declare
  managed text[] := string_to_array(current_setting('rickyard.managed_schemas'), ',');
  command text;
begin
  -- Whoever watches DDL goes first.
  foreach command in array coalesce((
    select array_agg(format('drop event trigger if exists %I', evtname))
      from pg_event_trigger where pg_has_role(evtowner, 'usage')), '{}')
  loop execute command; end loop;

  foreach command in array coalesce((
    select array_agg(format('drop publication if exists %I', pubname))
      from pg_publication where pubname <> 'supabase_realtime' and pg_has_role(pubowner, 'usage')), '{}')
  loop execute command; end loop;

  -- On tables of services; those on the user's own go with their tables.
  foreach command in array coalesce((
    select array_agg(format('drop policy if exists %I on %I.%I', p.polname, n.nspname, c.relname))
      from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any (managed)
       and (pg_has_role(c.relowner, 'usage')
         or current_setting('supautils.policy_grants', true) like '%' || n.nspname || '.' || c.relname || '%')), '{}')
  loop execute command; end loop;

  foreach command in array coalesce((
    select array_agg(format('drop extension if exists %I cascade', extname))
      from pg_extension where extowner = current_user::regrole), '{}')
  loop execute command; end loop;

  foreach command in array coalesce((
    select array_agg(format('drop schema if exists %I cascade', nspname))
      from pg_namespace
     where nspname <> all (managed) and nspname <> 'public' and nspname !~ '^pg_'
       and pg_has_role(nspowner, 'usage')), '{}')
  loop execute command; end loop;

  -- What depends on nothing but the schema public. What belongs to an extension, a column or
  -- another object goes with that.
  foreach command in array coalesce((
    select array_agg(format('drop %s if exists %s cascade',
        case o.type when 'statistics object' then 'statistics' when 'composite type' then 'type' else o.type end,
        o.identity))
      from pg_depend d, pg_identify_object(d.classid, d.objid, d.objsubid) o
     where d.refclassid = 'pg_namespace'::regclass and d.refobjid = 'public'::regnamespace
       and d.deptype = 'n' and d.classid <> 'pg_extension'::regclass
       and not exists (
         select from pg_depend other
          where other.classid = d.classid and other.objid = d.objid and other.objsubid = 0
            and other.deptype in ('e', 'i', 'a'))), '{}')
  loop execute command; end loop;

  foreach command in array coalesce((
    select array_agg(format('drop server if exists %I cascade', srvname))
      from pg_foreign_server where pg_has_role(srvowner, 'usage')), '{}')
  loop execute command; end loop;

  perform lo_unlink(oid) from pg_largeobject_metadata where lomowner = current_user::regrole;

  if to_regclass('cron.job') is not null then
    perform cron.unschedule(jobid) from cron.job where username = current_user;
  end if;
  if to_regclass('vault.secrets') is not null then
    delete from vault.secrets;
  end if;

  -- People and files. Which migrations a service has run stays true.
  select 'truncate ' || string_agg(format('%I.%I', n.nspname, c.relname), ', ') || ' cascade' into command
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('auth', 'storage') and c.relkind in ('r', 'p')
     and c.relname not like '%migrations' and has_table_privilege(c.oid, 'truncate');
  if command is not null then
    execute command;
  end if;
end
$empty$;
