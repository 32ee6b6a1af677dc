package io.rickyard.worker.stack.jdbc;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.Repairs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;

/**
 * The columns of the table {@code stack} that count repairs which nobody asked for. A claim empties
 * them.
 */
final class RepairColumns {

  private static final int KEPT = 50;

  private RepairColumns() {}

  static Repairs read(Connection connection, ProjectRef project) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select repaired_at, repairs_given_up from stack where project = ?")) {
      select.setString(1, project.value());
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return Repairs.NONE;
        }
        var times = (Timestamp[]) row.getArray(1).getArray();
        return new Repairs(
            Arrays.stream(times).map(Timestamp::toInstant).toList(), row.getBoolean(2));
      }
    }
  }

  static boolean add(Connection connection, ProjectRef project, long token, Instant at)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack set repaired_at = (?::timestamptz || repaired_at)[1:?]
             where project = ? and token = ?\
            """)) {
      update.setTimestamp(1, Timestamp.from(at));
      update.setInt(2, KEPT);
      update.setString(3, project.value());
      update.setLong(4, token);
      return update.executeUpdate() == 1;
    }
  }

  static void giveUp(Connection connection, ProjectRef project, long token) throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack set repairs_given_up = true
             where project = ? and token = ? and not repairs_given_up\
            """)) {
      update.setString(1, project.value());
      update.setLong(2, token);
      update.executeUpdate();
    }
  }
}
