package io.rickyard.persistence;

import io.rickyard.messaging.RetryableFailure;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The database is away, busy or not as the program expects it; the same work may succeed later.
 * After a failed commit nobody knows whether it took place.
 */
public final class DatabaseUnavailable extends RetryableFailure {

  private static final long serialVersionUID = 1L;

  private final @Nullable String sqlState;

  DatabaseUnavailable(String message, SQLException cause) {
    super(message, cause);
    this.sqlState = cause.getSQLState();
  }

  /** Whether it had no room for the data (PostgreSQL's state {@code disk_full}). */
  public boolean isDiskFull() {
    return "53100".equals(sqlState);
  }

  /** The state that the database gave, if it gave one. */
  public @Nullable String sqlState() {
    return sqlState;
  }
}
