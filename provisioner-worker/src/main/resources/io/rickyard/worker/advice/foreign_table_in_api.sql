select nspname, relname, 'table', format('%I.%I can be read through the API, and a foreign table has no policies', nspname, relname)
  from relation
 where exposed and readable and relkind = 'f'
