package io.rickyard.org.letter;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.StoredLetter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead messages are meant; what is left out narrows nothing.
 *
 * @param topics the topics that they came from, in the catalogue's order; empty means all
 * @param consumer who gave them up
 * @param cause the sort of cause
 * @param states what was done about them
 * @param from given up at this time or later
 * @param until given up before this time
 */
public record LetterFilter(
    List<Topic> topics,
    @Nullable String consumer,
    @Nullable String cause,
    Set<LetterState> states,
    Instant from,
    Instant until) {

  /**
   * The topics that have dead letters. Revoked tokens and sessions are only followed into memory,
   * and followers write none; so nobody here needs a right to that topic.
   */
  public static final List<Topic> ALL_TOPICS =
      Arrays.stream(Topic.values()).filter(topic -> topic != Topic.IDENTITY_EVENTS).toList();

  /** Checks that the times are in their order and the topics have letters. */
  public LetterFilter {
    topics = topics.isEmpty() ? ALL_TOPICS : ALL_TOPICS.stream().filter(topics::contains).toList();
    states = Set.copyOf(states);
    requireNonNull(from, "from");
    requireNonNull(until, "until");
    if (topics.isEmpty()) {
      throw new IllegalArgumentException("Messages of that topic are never given up");
    }
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("given_up_after lies before given_up_before");
    }
  }

  /** Whether a letter is one of them, whatever was done about it. */
  boolean finds(StoredLetter letter) {
    var fate = letter.fate();
    return (consumer == null || consumer.equals(fate.consumer()))
        && (cause == null || cause.equals(fate.cause()))
        && !fate.at().isBefore(from)
        && fate.at().isBefore(until);
  }

  /** Whether what was done about a letter is what is asked for. */
  boolean finds(Letter letter) {
    return states.contains(letter.state());
  }
}
