package io.rickyard.worker.types;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Arrays in the rows of a result. */
final class Rows {

  private Rows() {}

  static String[] texts(ResultSet row, int column) throws SQLException {
    return array(row, column, new String[0]);
  }

  static Long[] numbers(ResultSet row, int column) throws SQLException {
    return array(row, column, new Long[0]);
  }

  /** An array; what is null has no elements. */
  @SuppressWarnings("unchecked") // The statement says of what type they are.
  static <T> T[] array(ResultSet row, int column, T[] none) throws SQLException {
    var array = row.getArray(column);
    return array == null ? none : (T[]) array.getArray();
  }
}
