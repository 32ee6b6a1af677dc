package io.rickyard.bridge.jdbc;

/** The status tables cannot be read at the moment. */
public final class StatusUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StatusUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
