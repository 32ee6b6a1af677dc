package io.rickyard.auth.jose;

import org.jspecify.annotations.Nullable;

/** A token proves nothing. Its message goes to the caller and quotes nothing of the token. */
public final class TokenRejected extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean expired;

  private TokenRejected(String message, boolean expired, @Nullable Throwable cause) {
    super(message, cause);
    this.expired = expired;
  }

  static TokenRejected invalid(String why) {
    return new TokenRejected(why, false, null);
  }

  static TokenRejected invalid(String why, Throwable cause) {
    return new TokenRejected(why, false, cause);
  }

  static TokenRejected tooOld() {
    return new TokenRejected("token is expired", true, null);
  }

  /** Whether it was good once. */
  public boolean expired() {
    return expired;
  }
}
