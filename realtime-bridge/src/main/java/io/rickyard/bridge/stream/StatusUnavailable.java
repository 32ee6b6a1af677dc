package io.rickyard.bridge.stream;

/** The status tables cannot be read at the moment. */
public final class StatusUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what was read, and why that failed. */
  public StatusUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
