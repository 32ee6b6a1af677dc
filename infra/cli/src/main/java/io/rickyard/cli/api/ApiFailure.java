package io.rickyard.cli.api;

/** Why a request got no good answer. The message is for the person at the terminal. */
public abstract sealed class ApiFailure extends RuntimeException
    permits RequestRefused, InstallationUnreachable {
  private static final long serialVersionUID = 1L;

  ApiFailure(String message) {
    super(message);
  }

  ApiFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
