-- Database webhooks, as studio makes them: triggers that call supabase_functions.http_request(url,
-- method, headers, parameters, milliseconds). The call is made by pg_net, where the image has it.
do $$
declare
  call regprocedure;
begin
  if not exists (select from pg_available_extensions where name = 'pg_net') then
    return;
  end if;
  create extension if not exists pg_net with schema extensions;
  grant usage on schema net to supabase_functions_admin, postgres, anon, authenticated, service_role;
  for call in
    select oid::regprocedure from pg_proc
    where pronamespace = 'net'::regnamespace and proname in ('http_get', 'http_post', 'http_delete')
  loop
    execute format('alter function %s security definer set search_path = net', call);
  end loop;
end
$$;

create schema if not exists supabase_functions authorization supabase_admin;
grant usage on schema supabase_functions to postgres, anon, authenticated, service_role;
grant all on schema supabase_functions to supabase_functions_admin;

create table if not exists supabase_functions.migrations (
  version text primary key,
  inserted_at timestamptz not null default now()
);
create table if not exists supabase_functions.hooks (
  id bigserial primary key,
  hook_table_id integer not null,
  hook_name text not null,
  created_at timestamptz not null default now(),
  request_id bigint
);
create index if not exists hooks_request_id_idx on supabase_functions.hooks (request_id);
create index if not exists hooks_table_and_name_idx
  on supabase_functions.hooks (hook_table_id, hook_name);
grant all on all tables in schema supabase_functions to
  postgres, anon, authenticated, service_role, supabase_functions_admin;
grant all on all sequences in schema supabase_functions to
  postgres, anon, authenticated, service_role, supabase_functions_admin;

do $$
begin
  -- The image may bring its own.
  if to_regprocedure('supabase_functions.http_request()') is not null then
    return;
  end if;
  create function supabase_functions.http_request() returns trigger
    language plpgsql security definer set search_path = supabase_functions
    as $function$
    declare
      address text := nullif(tg_argv[0], 'null');
      method text := nullif(tg_argv[1], 'null');
      headers jsonb := coalesce(nullif(tg_argv[2], 'null')::jsonb, '{"Content-Type": "application/json"}');
      parameters jsonb := coalesce(nullif(tg_argv[3], 'null')::jsonb, '{}');
      milliseconds integer := coalesce(nullif(tg_argv[4], 'null')::integer, 1000);
      request bigint;
    begin
      if address is null or method is null then
        raise exception 'A webhook needs an address and a method';
      end if;
      if method = 'GET' then
        request := net.http_get(
          url := address, params := parameters, headers := headers, timeout_milliseconds := milliseconds);
      elsif method = 'POST' then
        request := net.http_post(
          url := address,
          body := jsonb_build_object(
            'type', tg_op, 'table', tg_table_name, 'schema', tg_table_schema,
            'record', new, 'old_record', old),
          params := parameters, headers := headers, timeout_milliseconds := milliseconds);
      else
        raise exception 'A webhook''s method is GET or POST, not %', method;
      end if;
      insert into supabase_functions.hooks (hook_table_id, hook_name, request_id)
        values (tg_relid, tg_name, request);
      return new;
    end
    $function$;
  alter function supabase_functions.http_request() owner to supabase_functions_admin;
end
$$;
revoke all on function supabase_functions.http_request() from public;
grant execute on function supabase_functions.http_request() to
  postgres, anon, authenticated, service_role;
