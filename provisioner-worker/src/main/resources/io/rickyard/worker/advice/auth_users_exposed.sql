select distinct nspname, relname, 'view', format('%I.%I shows columns of auth.users through the API', nspname, relname)
  from relation r
  join pg_rewrite w on w.ev_class = r.oid
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
 where r.exposed and r.readable and r.relkind in ('v', 'm')
   and d.refclassid = 'pg_class'::regclass and d.refobjid = to_regclass('auth.users')
