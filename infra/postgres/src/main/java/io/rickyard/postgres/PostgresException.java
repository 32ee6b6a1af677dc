package io.rickyard.postgres;

import org.jspecify.annotations.Nullable;

/** A server could not be created, started, recognized or stopped; the message says what to do. */
public class PostgresException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PostgresException(String message) {
    super(message);
  }

  public PostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
