select p.nspname, p.relname, 'table',
       format('%I.%I has several permissive policies for %s of %s, which are all evaluated: %s', p.nspname, p.relname,
         command.name, role.name, string_agg(p.polname::text, ', ' order by p.polname)),
       concat(role.name, '_', command.name)
  from policy p
  cross join (values ('r', 'SELECT'), ('a', 'INSERT'), ('w', 'UPDATE'), ('d', 'DELETE')) as command (letter, name)
  join lateral (
         select rolname as name from pg_roles
          where oid = any (p.polroles) or (p.polroles = '{0}' and oid in (select oid from visitor))) role on true
 where p.polpermissive and p.relrowsecurity and (p.polcmd = '*' or p.polcmd = command.letter::"char")
 group by p.nspname, p.relname, command.name, role.name
having count(*) > 1
