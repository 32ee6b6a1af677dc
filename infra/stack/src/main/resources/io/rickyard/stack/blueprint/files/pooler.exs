# Makes the project's tenant on the first start; one that is there stays as it is.
{:ok, _} = Application.ensure_all_started(:supavisor)

tenant = System.fetch_env!("POOLER_TENANT_ID")

{:ok, server_version} =
  Supavisor.Repo.query!("select version()")
  |> Map.fetch!(:rows)
  |> List.first()
  |> List.first()
  |> Supavisor.Helpers.parse_pg_version()

if is_nil(Supavisor.Tenants.get_tenant_by_external_id(tenant)) do
  {:ok, _} =
    Supavisor.Tenants.create_tenant(%{
      "external_id" => tenant,
      "db_host" => System.fetch_env!("POSTGRES_HOST"),
      "db_port" => System.fetch_env!("POSTGRES_PORT"),
      "db_database" => System.fetch_env!("POSTGRES_DB"),
      "require_user" => false,
      # Any role of the database logs in with its own password, which this looks up.
      "auth_query" => "SELECT * FROM pgbouncer.get_auth($1)",
      "default_max_clients" => System.fetch_env!("POOLER_MAX_CLIENT_CONN"),
      "default_pool_size" => System.fetch_env!("POOLER_DEFAULT_POOL_SIZE"),
      "default_parameter_status" => %{"server_version" => server_version},
      "users" => [
        %{
          "db_user" => "pgbouncer",
          "db_password" => System.fetch_env!("POSTGRES_PASSWORD"),
          "mode_type" => System.fetch_env!("POOLER_POOL_MODE"),
          "pool_size" => System.fetch_env!("POOLER_DEFAULT_POOL_SIZE"),
          "is_manager" => true
        }
      ]
    })
end
