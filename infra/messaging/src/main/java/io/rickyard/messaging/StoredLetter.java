package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A dead letter as it stands in its topic.
 *
 * @param partition where it stands in the dead letter topic
 * @param offset where it stands in that partition
 * @param message the message that was given up, as it can be published again
 * @param cause the sort of cause, see {@link DeadLetter.Cause#wireName()}
 * @param detail what went wrong, for people
 * @param consumer the consumer that gave it up
 * @param attempts how often it was tried
 * @param time when it was given up
 */
public record StoredLetter(
    int partition,
    long offset,
    OutgoingMessage message,
    String cause,
    String detail,
    String consumer,
    int attempts,
    Instant time) {
  /** Checks that nothing is missing. */
  public StoredLetter {
    requireNonNull(message, "message");
    requireNonNull(cause, "cause");
    requireNonNull(detail, "detail");
    requireNonNull(consumer, "consumer");
    requireNonNull(time, "time");
  }
}
