select r.nspname, r.relname, 'table', format('The index %I of %I.%I has never been used', s.indexrelname, r.nspname, r.relname), s.indexrelname
  from pg_stat_user_indexes s
  join relation r on r.oid = s.relid
  join pg_index i on i.indexrelid = s.indexrelid
 where s.idx_scan = 0 and not i.indisunique and not i.indisexclusion
   and not exists (select from pg_inherits where inhrelid = i.indexrelid)
