select r.nspname, r.relname, 'table',
       format('%I.%I has columns of types that keep PostgreSQL from being upgraded: %s', r.nspname, r.relname,
         string_agg(format('%I (%s)', a.attname, t.typname), ', ' order by a.attnum))
  from relation r
  join pg_attribute a on a.attrelid = r.oid
  join pg_type t on t.oid = a.atttypid
 where r.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
   and t.oid in ('regcollation'::regtype, 'regconfig'::regtype, 'regdictionary'::regtype, 'regnamespace'::regtype,
         'regoper'::regtype, 'regoperator'::regtype, 'regproc'::regtype, 'regprocedure'::regtype)
 group by r.nspname, r.relname
