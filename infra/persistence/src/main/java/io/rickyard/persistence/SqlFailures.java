package io.rickyard.persistence;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides, in one place, what a database failure means. Only a few classes of SQL states speak of
 * the data; everything else is a matter of the database's condition, also a missing table or right:
 * that must hold work up until somebody repairs it, and never be blamed on a message.
 */
public final class SqlFailures {

  /** Cardinality, data, integrity, check option, raised by our own functions, program limits. */
  private static final Set<String> CLASSES_ABOUT_DATA = Set.of("21", "22", "23", "44", "P0", "54");

  private SqlFailures() {}

  /** The exception to throw for a failure: what was attempted goes into its message. */
  public static RuntimeException classify(String attempted, SQLException failure) {
    String message = "%s failed with state %s".formatted(attempted, failure.getSQLState());
    return isAboutData(failure.getSQLState())
        ? new StatementRefused(message, failure)
        : new DatabaseUnavailable(message, failure);
  }

  static boolean isAboutData(@Nullable String sqlState) {
    return sqlState != null
        && sqlState.length() == 5
        && CLASSES_ABOUT_DATA.contains(sqlState.substring(0, 2));
  }
}
