package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.topic.Topic;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription reads and how.
 *
 * @param consumer the consumer's name: its Kafka group and its name in the offset table. Two
 *     subscriptions with one name share the work; it must never change
 * @param topics what it reads
 * @param maximumBatch the most messages in one transaction
 * @param member a name that this member of the group keeps over restarts, so that a restart costs
 *     no rebalance and a killed member's partitions need not be waited for; no two live members may
 *     have the same
 * @param verifier where messages must be signed
 * @param linger how long the oldest message waits for others to share its transaction with, unless
 *     the batch is full before
 * @param backoff how long to wait when something is away
 */
public record SubscriptionSettings(
    String consumer,
    Set<Topic> topics,
    int maximumBatch,
    @Nullable String member,
    @Nullable MessageVerifier verifier,
    Linger linger,
    Backoff backoff) {

  private static final int USUAL_BATCH = 500;

  /** Checks the ranges. */
  public SubscriptionSettings {
    requireNonNull(consumer, "consumer");
    requireNonNull(backoff, "backoff");
    requireNonNull(linger, "linger");
    topics = Set.copyOf(topics);
    if (topics.isEmpty()) {
      throw new IllegalArgumentException(consumer + " subscribes to no topic");
    }
    if (maximumBatch < 1) {
      throw new IllegalArgumentException(consumer + " takes batches of " + maximumBatch);
    }
  }

  /** A consumer of unsigned messages, in batches of up to 500. */
  public static SubscriptionSettings of(String consumer, Topic... topics) {
    return new SubscriptionSettings(
        consumer,
        new TreeSet<>(Set.of(topics)),
        USUAL_BATCH,
        null,
        null,
        Linger.NONE,
        Backoff.USUAL);
  }

  /** The same with another largest batch. */
  public SubscriptionSettings withMaximumBatch(int messages) {
    return new SubscriptionSettings(consumer, topics, messages, member, verifier, linger, backoff);
  }

  /** The same as a member that keeps its name. */
  public SubscriptionSettings withMember(String name) {
    return new SubscriptionSettings(
        consumer, topics, maximumBatch, name, verifier, linger, backoff);
  }

  /** The same for messages that must be signed. */
  public SubscriptionSettings withVerifier(MessageVerifier signatures) {
    return new SubscriptionSettings(
        consumer, topics, maximumBatch, member, signatures, linger, backoff);
  }

  /** The same, its messages waiting a while for company. */
  public SubscriptionSettings withLinger(Linger time) {
    return new SubscriptionSettings(
        consumer, topics, maximumBatch, member, verifier, time, backoff);
  }

  /** The same with another back-off. */
  public SubscriptionSettings withBackoff(Backoff waits) {
    return new SubscriptionSettings(
        consumer, topics, maximumBatch, member, verifier, linger, waits);
  }
}
