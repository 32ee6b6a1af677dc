package io.rickyard.persistence;

import java.time.Duration;

/**
 * What stands in an outbox's table and is not yet acknowledged, or not yet deleted.
 *
 * @param rows how many commits, counted up to {@link #MOST}
 * @param oldest how long the oldest of them has been waiting; zero without one
 */
public record OutboxRest(long rows, Duration oldest) {

  /** Beyond that many rows nobody counts: looking must stay cheap when the brokers are away. */
  public static final int MOST = 100_000;
}
