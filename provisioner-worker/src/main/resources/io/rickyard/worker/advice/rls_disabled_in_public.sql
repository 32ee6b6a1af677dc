select nspname, relname, 'table', format('%I.%I can be read or written through the API and has no row level security', nspname, relname)
  from relation
 where exposed and usable and relkind in ('r', 'p') and not relrowsecurity
