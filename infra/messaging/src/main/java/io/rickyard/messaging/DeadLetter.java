package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

/**
 * A message that was given up.
 *
 * @param message as it came
 * @param cause the sort of cause
 * @param detail what went wrong, for people; never a body
 * @param attempts how often it was tried, from 1
 */
public record DeadLetter(IncomingMessage message, Cause cause, String detail, int attempts) {

  /** Why a message was given up. */
  public enum Cause {
    /** Its body is no message of a known type. */
    UNREADABLE("unreadable"),
    /** It was not signed by one who may. */
    SIGNATURE_INVALID("signature_invalid"),
    /** It was read, but its effect failed for a reason that waiting does not mend. */
    PROCESSING_FAILED("processing_failed");

    private final String wireName;

    Cause(String wireName) {
      this.wireName = wireName;
    }

    /** The name in the header {@link MessageHeader#DEAD_CAUSE}. */
    public String wireName() {
      return wireName;
    }
  }

  /** Checks that nothing is missing. */
  public DeadLetter {
    requireNonNull(message, "message");
    requireNonNull(cause, "cause");
    requireNonNull(detail, "detail");
  }
}
