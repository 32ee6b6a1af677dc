package io.rickyard.projector.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows turned into the column arrays that {@code unnest} takes. */
record Rows<T>(List<T> rows) {

  /** What stands in one column of a row. */
  @FunctionalInterface
  interface Column<T, C> {
    @Nullable C of(T row);
  }

  Array text(Connection connection, Column<T, String> column) throws SQLException {
    return array(connection, "text", column);
  }

  Array uuid(Connection connection, Column<T, UUID> column) throws SQLException {
    return array(connection, "uuid", column);
  }

  Array number(Connection connection, Column<T, Long> column) throws SQLException {
    return array(connection, "bigint", column);
  }

  Array time(Connection connection, Column<T, Instant> column) throws SQLException {
    // As text, so that no time zone of this process has a say.
    return array(
        connection,
        "timestamptz",
        row -> {
          Instant time = column.of(row);
          return time == null ? null : time.toString();
        });
  }

  private <C> Array array(Connection connection, String type, Column<T, C> column)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.of(rows.get(i));
    }
    return connection.createArrayOf(type, values);
  }
}
