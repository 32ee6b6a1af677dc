package io.rickyard.worker.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** The schemas of a project's database that are its services', not its user's. */
final class ManagedSchemas {

  private static final String NAMES =
      "_analytics,_realtime,_supavisor,auth,cron,extensions,graphql,graphql_public,"
          + "information_schema,net,pgbouncer,pgmq,pgsodium,pgsodium_masks,pgtle,realtime,"
          + "repack,storage,supabase_functions,tiger,tiger_data,topology,vault";

  private ManagedSchemas() {}

  /** Tells the transaction of a connection, as the setting {@code rickyard.managed_schemas}. */
  static void tell(Connection connection) throws SQLException {
    try (var set =
        connection.prepareStatement("select set_config('rickyard.managed_schemas', ?, true)")) {
      set.setString(1, NAMES);
      set.execute();
    }
  }
}
