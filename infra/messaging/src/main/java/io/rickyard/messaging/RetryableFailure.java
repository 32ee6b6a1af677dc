package io.rickyard.messaging;

/**
 * Something that is needed is away and will be back: a database, a broker, another service. A
 * {@link Subscription} waits and tries again; it never dead-letters for this.
 */
public class RetryableFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what was attempted and why it failed. */
  public RetryableFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
