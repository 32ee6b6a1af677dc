package io.rickyard.projector.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SQL that is put together, with its values in the order of their question marks. */
final class SqlText {

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /** Appends text and its values; a list is an array of texts. */
  SqlText add(String text, Object... more) {
    sql.append(text);
    values.addAll(Arrays.asList(more));
    return this;
  }

  SqlText add(SqlText other) {
    sql.append(other.sql);
    values.addAll(other.values);
    return this;
  }

  /** One more of several that must all hold. */
  SqlText and(String condition, Object... more) {
    return add(isEmpty() ? "" : " and ").add(condition, more);
  }

  boolean isEmpty() {
    return sql.isEmpty();
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    var statement = connection.prepareStatement(sql.toString());
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      statement.setObject(
          i + 1,
          value instanceof List<?> list ? connection.createArrayOf("text", list.toArray()) : value);
    }
    return statement;
  }
}
