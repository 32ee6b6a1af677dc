package io.rickyard.auth.provider;

/** A provider did not say who somebody is. The message goes to the caller and holds no secret. */
public final class ProviderFailed extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why it did not. */
  public enum Reason {
    /** It did not answer in time, or not in a form that it should have. */
    NO_ANSWER,
    /** It refused what it was shown. */
    REFUSED,
    /** What it said, or what was said in its name, is not to be believed. */
    NOT_BELIEVED
  }

  /** Says why. */
  public ProviderFailed(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Says why, and how that was found. */
  public ProviderFailed(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
