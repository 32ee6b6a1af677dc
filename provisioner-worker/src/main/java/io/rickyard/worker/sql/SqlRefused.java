package io.rickyard.worker.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why a query gave nothing. */
public final class SqlRefused extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Reason {
    /** PostgreSQL refuses the statement, or stopped it. */
    STATEMENT,
    /** It gave more than is passed on. */
    TOO_LARGE,
    /** As many queries as are run at once are being run in this project. */
    BUSY,
    /** The database does not answer. */
    UNREACHABLE
  }

  private final Reason reason;

  SqlRefused(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What PostgreSQL said of a statement, with its SQLSTATE. */
  static SqlRefused statement(SQLException e) {
    return new SqlRefused(Reason.STATEMENT, "%s: %s".formatted(e.getSQLState(), e.getMessage()), e);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
