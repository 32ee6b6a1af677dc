package io.rickyard.worker.secret;

import org.jspecify.annotations.Nullable;

/** A secret can't be opened or kept; the message names what and why, never the secret. */
public final class SecretException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SecretException(String message) {
    super(message);
  }

  SecretException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
