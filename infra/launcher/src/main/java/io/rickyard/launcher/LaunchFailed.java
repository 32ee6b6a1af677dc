package io.rickyard.launcher;

/** Rickyard could not be started; the message tells its user what is wrong and what to do. */
public final class LaunchFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LaunchFailed(String message) {
    super(message);
  }

  LaunchFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
