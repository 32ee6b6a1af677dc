-- What row level security policies ask about the caller. PostgREST puts the verified claims into
-- request.jwt.claims; older versions put each claim into a setting of its own.
create or replace function auth.jwt() returns jsonb
  language sql stable
  return nullif(
    coalesce(
      nullif(current_setting('request.jwt.claim', true), ''),
      current_setting('request.jwt.claims', true)),
    '')::jsonb;

create or replace function auth.uid() returns uuid
  language sql stable
  return coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;

create or replace function auth.role() returns text
  language sql stable
  return coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role');

create or replace function auth.email() returns text
  language sql stable
  return coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email');

-- The auth service replaces them in its own migrations, so they are its own.
alter function auth.jwt() owner to supabase_auth_admin;
alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
alter function auth.email() owner to supabase_auth_admin;
