select r.nspname, r.relname, 'table',
       format('%I.%I has a foreign key %I and no index that begins with its columns', r.nspname, r.relname, k.conname),
       k.conname, k.conname, k.conkey::int[]
  from pg_constraint k
  join relation r on r.oid = k.conrelid
 where k.contype = 'f' and k.conparentid = 0
   and not exists (
         select from pg_index i
          where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
            and (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey
            and i.indnkeyatts >= cardinality(k.conkey))
