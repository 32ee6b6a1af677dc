package io.rickyard.worker.runtime;

import io.rickyard.worker.stack.StackSecrets;
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

  /** Asks; nothing when it does not answer. */
  public static OptionalLong ask(int port, StackSecrets secrets) {
    try (var connection = StackLogins.superuser(secrets).connect(port, ANSWER);
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
