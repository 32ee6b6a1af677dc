select n.nspname, e.extname, 'extension', format('The extension %I is in the schema public, which is served', e.extname)
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
 where n.nspname = 'public'
