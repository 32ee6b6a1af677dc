package io.rickyard.auth.mail;

/** A message was not taken over. */
public final class MailNotCarried extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /** Says whether the same message may be carried later. */
  public MailNotCarried(String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether it is worth trying again. */
  public boolean retryable() {
    return retryable;
  }
}
