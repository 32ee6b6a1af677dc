-- Runs in psql as supabase_admin, once, when the data directory is made.
create database _supabase with owner supabase_admin;
revoke connect on database _supabase from public;
\connect _supabase
create schema _analytics authorization supabase_admin;
create schema _supavisor authorization supabase_admin;
\connect postgres
