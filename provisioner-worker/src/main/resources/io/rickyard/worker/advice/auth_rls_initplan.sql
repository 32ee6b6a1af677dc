select nspname, relname, 'table',
       format('The policy %I of %I.%I calls auth.*() or current_setting() again for each row', polname, nspname, relname), polname
  from policy
 where relrowsecurity
   and regexp_replace(concat(using_text, ' ', check_text),
         'select \(*(auth\.(uid|jwt|role|email)|current_setting)\(', '', 'gi') ~* '(\mauth\.(uid|jwt|role|email)|\mcurrent_setting)\('
