package io.rickyard.cli.keyring;

/** The keyring did not do what it was asked; the message says why, in words of its own command. */
public final class KeyringUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  KeyringUnavailable(String message) {
    super(message);
  }

  KeyringUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
