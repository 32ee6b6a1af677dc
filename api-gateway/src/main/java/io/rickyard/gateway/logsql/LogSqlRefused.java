package io.rickyard.gateway.logsql;

/** A query that is none, or that asks for more than lines can tell. */
public final class LogSqlRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LogSqlRefused(String message) {
    super(message);
  }
}
