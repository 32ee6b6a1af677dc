select r.nspname, r.relname, 'table',
       format('%I.%I has indexes that are the same: %s', r.nspname, r.relname, string_agg(c.relname::text, ', ' order by c.relname)),
       string_agg(c.relname::text, '_' order by c.relname)
  from pg_index i
  join relation r on r.oid = i.indrelid
  join pg_class c on c.oid = i.indexrelid
 where r.relkind in ('r', 'p', 'm') and i.indisvalid
 group by r.nspname, r.relname, i.indrelid, c.relam, i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text,
       i.indnkeyatts, i.indisexclusion, coalesce(pg_get_expr(i.indexprs, i.indrelid), ''), coalesce(pg_get_expr(i.indpred, i.indrelid), '')
having count(*) > 1
