package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Columns of many rows as the arrays that {@code unnest} takes. The driver sends arrays of strings
 * and of longs as bytes; of anything else it makes one escaped text.
 */
final class SqlArrays {

  private SqlArrays() {}

  static Array ids(Connection connection, Collection<TaskId> ids) throws SQLException {
    return connection.createArrayOf("uuid", ids.stream().map(TaskId::value).toArray());
  }

  static <T> Array ids(Connection connection, Collection<T> rows, Function<T, TaskId> id)
      throws SQLException {
    return connection.createArrayOf(
        "uuid", rows.stream().map(row -> id.apply(row).value()).toArray());
  }

  static <T> Array texts(
      Connection connection, Collection<T> rows, Function<T, @Nullable String> text)
      throws SQLException {
    return connection.createArrayOf("text", rows.stream().map(text).toArray(String[]::new));
  }

  static <T> Array longs(
      Connection connection, Collection<T> rows, Function<T, @Nullable Long> number)
      throws SQLException {
    return connection.createArrayOf("bigint", rows.stream().map(number).toArray(Long[]::new));
  }

  static <T> long[] numbers(Collection<T> rows, ToLongFunction<T> number) {
    return rows.stream().mapToLong(number).toArray();
  }

  static <T> Array times(Connection connection, Collection<T> rows, Function<T, Instant> time)
      throws SQLException {
    return connection.createArrayOf(
        "timestamptz", rows.stream().map(row -> time.apply(row).toString()).toArray());
  }

  static <T> byte[][] bytes(Collection<T> rows, Function<T, byte[]> bytes) {
    return rows.stream().map(bytes).toArray(byte[][]::new);
  }
}
