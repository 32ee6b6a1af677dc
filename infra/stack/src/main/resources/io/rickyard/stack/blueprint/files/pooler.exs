# Makes the project's tenant on the first start; one that is there is told how large pools are now.
{:ok, _} = Application.ensure_all_started(:supavisor)

tenant = System.fetch_env!("POOLER_TENANT_ID")

{:ok, server_version} =
  Supavisor.Repo.query!("select version()")
  |> Map.fetch!(:rows)
  |> List.first()
  |> List.first()
  |> Supavisor.Helpers.parse_pg_version()

pool_size = System.fetch_env!("POOLER_DEFAULT_POOL_SIZE")

sizes = %{
  "default_max_clients" => System.fetch_env!("POOLER_MAX_CLIENT_CONN"),
  "default_pool_size" => pool_size
}

case Supavisor.Tenants.get_tenant_by_external_id(tenant) do
  nil ->
    {:ok, _} =
      Supavisor.Tenants.create_tenant(
        Map.merge(sizes, %{
          "external_id" => tenant,
          "db_host" => System.fetch_env!("POSTGRES_HOST"),
          "db_port" => System.fetch_env!("POSTGRES_PORT"),
          "db_database" => System.fetch_env!("POSTGRES_DB"),
          "require_user" => false,
          # Any role of the database logs in with its own password, which this looks up.
          "auth_query" => "SELECT * FROM pgbouncer.get_auth($1)",
          "default_parameter_status" => %{"server_version" => server_version},
          "users" => [
            %{
              "db_user" => "pgbouncer",
              "db_password" => System.fetch_env!("POSTGRES_PASSWORD"),
              "mode_type" => System.fetch_env!("POOLER_POOL_MODE"),
              "pool_size" => pool_size,
              "is_manager" => true
            }
          ]
        })
      )

  known ->
    known = Supavisor.Repo.preload(known, :users)
    # The manager's pool bounds the clients of the session mode.
    users = Enum.map(known.users, &%{"id" => &1.id, "pool_size" => pool_size})
    {:ok, _} = Supavisor.Tenants.update_tenant(known, Map.put(sizes, "users", users))
end
