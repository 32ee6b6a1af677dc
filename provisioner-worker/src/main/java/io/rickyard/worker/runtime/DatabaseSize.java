package io.rickyard.worker.runtime;

import io.rickyard.postgres.Login;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How large all databases of a stack's server are together. */
public final class DatabaseSize {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSize.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private DatabaseSize() {}

  /** Asks, as a role that may see all of them; nothing when it does not answer. */
  public static OptionalLong ask(Login login, String host, int port) {
    try (var connection = login.connect(host, port, ANSWER);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery("select sum(pg_database_size(oid))::bigint from pg_database")) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    } catch (SQLException e) {
      LOG.debug("a database does not tell its size", e);
      return OptionalLong.empty();
    }
  }
}
