package io.rickyard.org.refusal;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Ends the transaction of a request that is not carried out. The message goes to the caller and so
 * holds no secret.
 */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /** Says why and what was wrong this time. */
  public Refused(Refusal refusal, String message) {
    this(refusal, message, null);
  }

  /** Says why, what was wrong this time, and how that showed; the cause is for our log only. */
  public Refused(Refusal refusal, String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.refusal = requireNonNull(refusal, "refusal");
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }

  /** There is none, or the caller may not know. */
  public static Refused notFound(String what) {
    return new Refused(Refusal.NOT_FOUND, "There is no such " + what);
  }
}
