select n.nspname, p.proname, 'function',
       format('%I.%I(%s) looks names up wherever its caller''s search_path leads', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
       pg_get_function_identity_arguments(p.oid)
  from pg_proc p
  join own n on n.oid = p.pronamespace
 where p.prokind in ('f', 'p')
   and not exists (select from unnest(p.proconfig) as setting where setting like 'search\_path=%')
   and not exists (select from member m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
