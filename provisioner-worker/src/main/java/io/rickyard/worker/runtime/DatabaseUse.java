package io.rickyard.worker.runtime;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.worker.stack.StackSecrets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections users have to a project's database. The stack's own services keep theirs
 * open whether anybody uses them or not, so connections of their roles do not count; those of the
 * role users have do, and of roles that users made.
 */
public final class DatabaseUse {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseUse.class);

  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final String CONNECTIONS =
      """
      select count(*) from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid() and usename <> all (?)
      """;

  private DatabaseUse() {}

  /** Counts; empty when the server does not answer. */
  public static OptionalInt connections(DatabaseEndpoint database, StackSecrets secrets) {
    var ours =
        Stream.concat(
                secrets.rolePasswords().keySet().stream(), Stream.of(DatabaseBlueprint.SUPERUSER))
            .toArray();
    try (var connection =
            StackLogins.superuser(secrets).connect(database.host(), database.port(), ANSWER);
        PreparedStatement select = connection.prepareStatement(CONNECTIONS)) {
      select.setArray(1, connection.createArrayOf("name", ours));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    } catch (SQLException e) {
      LOG.debug("database={} use=unknown state={}", database, e.getSQLState());
      return OptionalInt.empty();
    }
  }
}
