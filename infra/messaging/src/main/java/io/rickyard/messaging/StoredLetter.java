package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it stands in its topic.
 *
 * @param id where it stands
 * @param writtenAt when the brokers were given it; with the id it names one letter for ever, also
 *     when the topic was made anew
 * @param key the message's key; Rickyard always sets one, others may not
 * @param value the message's body; not copied
 * @param headers the message's headers as they first were
 * @param fate who gave the message up, and why
 */
@SuppressWarnings("ArrayRecordComponent") // a view on what Kafka handed over; never compared
public record StoredLetter(
    LetterId id,
    Instant writtenAt,
    @Nullable String key,
    byte @Nullable [] value,
    Map<String, String> headers,
    Fate fate) {

  /**
   * Why a message is a dead letter, as far as its headers tell.
   *
   * @param cause the sort of cause, see {@link DeadLetter.Cause#wireName()}
   * @param detail what went wrong, for people
   * @param consumer the consumer that gave it up
   * @param attempts how often it was tried
   * @param at when it was given up
   * @param origin where it stood before
   */
  public record Fate(
      String cause,
      String detail,
      String consumer,
      int attempts,
      Instant at,
      @Nullable Position origin) {
    /** Checks that nothing required is missing. */
    public Fate {
      requireNonNull(cause, "cause");
      requireNonNull(detail, "detail");
      requireNonNull(consumer, "consumer");
      requireNonNull(at, "at");
    }
  }

  /** Checks that nothing required is missing. */
  public StoredLetter {
    requireNonNull(id, "id");
    requireNonNull(writtenAt, "writtenAt");
    headers = Map.copyOf(headers);
    requireNonNull(fate, "fate");
  }

  /**
   * The message as it can be published again: with its own key, body, headers and so signature, to
   * the topic whose letter it is, whatever its headers say. Empty when it has no key or no body,
   * since nobody could read it then either.
   */
  public Optional<OutgoingMessage> message() {
    return key == null || value == null
        ? Optional.empty()
        : Optional.of(new OutgoingMessage(id.topic(), key, value, headers));
  }

  /** Without the body, which may hold what no log may. */
  @Override
  public String toString() {
    return "StoredLetter[" + id.text() + ", " + key + ", " + fate + "]";
  }
}
