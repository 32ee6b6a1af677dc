select nspname, relname, 'table', format('%I.%I has no primary key', nspname, relname)
  from relation r
 where relkind in ('r', 'p')
   and not exists (select from pg_index i where i.indrelid = r.oid and i.indisprimary)
