package io.rickyard.auth.password;

import java.time.Duration;

/** So many passwords wait to be hashed that another one is not taken in. */
public final class HashingBusy extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** Says when there may be room again. */
  public HashingBusy(Duration retryAfter, Throwable cause) {
    super("The queue of passwords to hash is full", cause);
    this.retryAfter = retryAfter;
  }

  /** When to try again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
