select nspname, relname, 'table',
       format('The policy %I of %I.%I trusts user_metadata, which users write themselves', polname, nspname, relname), polname
  from policy
 where concat(using_text, ' ', check_text) ~ '\mauth\.jwt\(\)'
   and concat(using_text, ' ', check_text) ~ 'user_metadata'
