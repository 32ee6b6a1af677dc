select nspname, relname, 'table', format('%I.%I can be read through the API, and a materialized view has no policies', nspname, relname)
  from relation
 where exposed and readable and relkind = 'm'
