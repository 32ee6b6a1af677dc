package io.rickyard.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database refuses the data: a constraint, a value out of range. Trying again is no use. */
public final class StatementRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String sqlState;

  StatementRefused(String message, SQLException cause) {
    super(message, cause);
    this.sqlState = cause.getSQLState();
  }

  /** The state that the database gave, if it gave one. */
  public @Nullable String sqlState() {
    return sqlState;
  }

  /** Whether something with the same key is there already. */
  public boolean isDuplicate() {
    return "23505".equals(sqlState);
  }
}
