package io.rickyard.worker.runtime.process;

import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackSpec;
import java.sql.SQLException;
import java.time.Duration;

/** A look at the settings that a server runs with. */
final class SettingsSight {

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private SettingsSight() {}

  /** Whether it has read settings that it takes only at its next start. */
  static boolean awaitRestart(StackSpec stack, int port) throws SQLException {
    try (var connection = StackLogins.superuser(stack.secrets()).connect(port, ANSWER);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select exists (select from pg_settings where pending_restart)")) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
