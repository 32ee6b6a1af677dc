package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A genuine delivery, as it is kept.
 *
 * @param number its place in the list, growing
 * @param id the provider's id of it
 * @param receivedAt when it came first
 * @param outcome what became of it
 * @param reason why it was ignored or refused, as a stable code
 * @param task the task it asked for
 * @param replays how often it came again
 * @param facts what it said
 * @param origin the address it came from
 */
public record DeliveryEntry(
    long number,
    String id,
    Instant receivedAt,
    Outcome outcome,
    @Nullable String reason,
    @Nullable TaskId task,
    int replays,
    DeliveryFacts facts,
    @Nullable String origin) {

  /** What became of a delivery. */
  public enum Outcome {
    /** It asked for a task. */
    ACCEPTED,
    /** The rule passed it over. */
    IGNORED,
    /** Its task was refused; when it comes again it is tried again. */
    REFUSED
  }

  /** Checks that nothing required is missing. */
  public DeliveryEntry {
    requireNonNull(id, "id");
    requireNonNull(receivedAt, "receivedAt");
    requireNonNull(outcome, "outcome");
    requireNonNull(facts, "facts");
  }
}
