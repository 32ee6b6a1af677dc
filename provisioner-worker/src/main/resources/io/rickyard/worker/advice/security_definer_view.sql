select nspname, relname, 'view', format('%I.%I reads with the rights of its owner, past the policies of whoever asks', nspname, relname)
  from relation
 where exposed and readable and relkind = 'v'
   and not exists (select from unnest(reloptions) as option
                    where lower(option) in ('security_invoker=true', 'security_invoker=on', 'security_invoker=yes', 'security_invoker=1'))
