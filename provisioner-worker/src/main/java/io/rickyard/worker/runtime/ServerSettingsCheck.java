package io.rickyard.worker.runtime;

import io.rickyard.worker.stack.StackFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeSet;

/** Whether a PostgreSQL server knows what it was told: of an extension's settings it may not. */
public final class ServerSettingsCheck {

  private ServerSettingsCheck() {}

  /**
   * Complains about settings that the server takes for nobody's.
   *
   * @throws StackFailure {@code setting_refused}
   */
  public static void requireKnown(Connection connection, Collection<String> names)
      throws SQLException, StackFailure {
    var unknown = new TreeSet<>(names);
    try (var select =
        connection.prepareStatement("select name from pg_settings where name = any (?)")) {
      select.setArray(1, connection.createArrayOf("text", names.toArray()));
      try (var row = select.executeQuery()) {
        while (row.next()) {
          unknown.remove(row.getString(1));
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new StackFailure(
          StackFailure.SETTING_REFUSED,
          "The project's server has no setting " + String.join(", ", unknown),
          false,
          null);
    }
  }
}
