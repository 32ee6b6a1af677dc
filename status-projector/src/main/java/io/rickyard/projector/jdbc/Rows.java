package io.rickyard.projector.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into the column arrays that {@code unnest} takes. The driver sends arrays of strings
 * and of longs as bytes; of anything else it makes one escaped text.
 */
record Rows<T>(List<T> rows) {

  /** What stands in one column of a row. */
  @FunctionalInterface
  interface Column<T, C> {
    @Nullable C of(T row);
  }

  Array text(Connection connection, Column<T, String> column) throws SQLException {
    return connection.createArrayOf("text", values(column, new @Nullable String[rows.size()]));
  }

  Array uuid(Connection connection, Column<T, UUID> column) throws SQLException {
    return connection.createArrayOf("uuid", values(column, new @Nullable Object[rows.size()]));
  }

  Array number(Connection connection, Column<T, Long> column) throws SQLException {
    return connection.createArrayOf("bigint", values(column, new @Nullable Long[rows.size()]));
  }

  Array time(Connection connection, Column<T, Instant> column) throws SQLException {
    // As text, so that no time zone of this process has a say.
    Column<T, Object> text =
        row -> {
          Instant time = column.of(row);
          return time == null ? null : time.toString();
        };
    return connection.createArrayOf("timestamptz", values(text, new @Nullable Object[rows.size()]));
  }

  private <C> @Nullable C[] values(Column<T, ? extends C> column, @Nullable C[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = column.of(rows.get(i));
    }
    return values;
  }
}
