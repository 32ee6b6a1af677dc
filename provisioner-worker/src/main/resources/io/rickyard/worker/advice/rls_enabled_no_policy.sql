select nspname, relname, 'table', format('%I.%I has row level security and no policy: nobody but its owner sees a row', nspname, relname)
  from relation r
 where relkind in ('r', 'p') and relrowsecurity and not exists (select from policy p where p.polrelid = r.oid)
