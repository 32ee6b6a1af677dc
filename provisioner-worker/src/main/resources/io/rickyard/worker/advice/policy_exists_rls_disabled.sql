select nspname, relname, 'table',
       format('%I.%I has policies (%s) and row level security is off', nspname, relname, string_agg(polname::text, ', ' order by polname))
  from policy
 where not relrowsecurity
 group by nspname, relname
