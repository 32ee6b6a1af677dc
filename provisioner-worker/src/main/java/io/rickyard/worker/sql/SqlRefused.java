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

  /** PostgreSQL's code of what it stopped, and its class of what it rolled back for others. */
  private static final String STOPPED = "57014";

  private static final String ROLLBACK = "40";

  private final Reason reason;

  SqlRefused(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What PostgreSQL said of a statement, with its SQLSTATE. */
  static SqlRefused statement(SQLException e) {
    return new SqlRefused(Reason.STATEMENT, "%s: %s".formatted(e.getSQLState(), e.getMessage()), e);
  }

  /** Whether PostgreSQL stopped it, or gave way to somebody else: the same may go well later. */
  public boolean passing() {
    return getCause() instanceof SQLException e
        && (STOPPED.equals(e.getSQLState())
            || (e.getSQLState() != null && e.getSQLState().startsWith(ROLLBACK)));
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
