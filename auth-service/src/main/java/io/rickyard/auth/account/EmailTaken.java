package io.rickyard.auth.account;

/** Another user has this address. */
public final class EmailTaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Wraps how that was found. */
  public EmailTaken(Throwable cause) {
    super("A user with this email address has already been registered", cause);
  }
}
