package io.rickyard.persistence;

import static java.util.Objects.requireNonNull;

import io.rickyard.messaging.Backoff;
import java.time.Duration;
import java.util.Set;

/**
 * How an outbox works.
 *
 * @param name for logs and thread names: the service's
 * @param shards the shards whose left-over rows this process publishes
 * @param relayAge how old a row must be before it counts as left over
 * @param relayInterval how often left-over rows are looked for
 * @param mostQueued how many commits wait in memory while the brokers are away; the others wait in
 *     the table
 * @param backoff how long to wait before messages are sent again
 */
public record OutboxSettings(
    String name,
    Set<Integer> shards,
    Duration relayAge,
    Duration relayInterval,
    int mostQueued,
    Backoff backoff) {

  /** Checks the ranges. */
  public OutboxSettings {
    requireNonNull(name, "name");
    requireNonNull(relayAge, "relayAge");
    requireNonNull(relayInterval, "relayInterval");
    requireNonNull(backoff, "backoff");
    shards = Set.copyOf(shards);
    if (relayAge.isNegative() || relayInterval.isNegative() || relayInterval.isZero()) {
      throw new IllegalArgumentException("An outbox looks for left-over rows after positive times");
    }
    if (mostQueued < 1) {
      throw new IllegalArgumentException("An outbox queues at least one commit");
    }
  }

  /** One shard, number 0; rows are left over after five seconds, looked for each two seconds. */
  public static OutboxSettings of(String name) {
    return new OutboxSettings(
        name, Set.of(0), Duration.ofSeconds(5), Duration.ofSeconds(2), 10_000, Backoff.USUAL);
  }

  /** The same with other shards. */
  public OutboxSettings withShards(Set<Integer> owned) {
    return new OutboxSettings(name, owned, relayAge, relayInterval, mostQueued, backoff);
  }

  /** The same with other times for left-over rows. */
  public OutboxSettings withRelay(Duration age, Duration interval) {
    return new OutboxSettings(name, shards, age, interval, mostQueued, backoff);
  }
}
