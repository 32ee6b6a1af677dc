package io.rickyard.stack.digest;

/** A registry did not tell what was asked of it; the message says what, and why. */
final class RegistryException extends Exception {

  private static final long serialVersionUID = 1L;

  RegistryException(String message) {
    super(message);
  }

  RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
