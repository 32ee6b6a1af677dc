package io.rickyard.messaging;

import io.rickyard.contracts.topic.Topic;
import java.util.Map;

/**
 * How a subscription or follower fares.
 *
 * @param state what it does now
 * @param handled messages whose effect is committed
 * @param deadLettered messages given up
 * @param ignored messages of a type that a newer version of Rickyard knows
 * @param retries how often it had to wait and try again
 * @param lag by topic, how many messages it had still to fetch when it last looked; empty before
 */
public record SubscriptionStatus(
    State state,
    long handled,
    long deadLettered,
    long ignored,
    long retries,
    Map<Topic, Long> lag) {

  /** Keeps the numbers as they are now. */
  public SubscriptionStatus {
    lag = Map.copyOf(lag);
  }

  /** What a subscription does. */
  public enum State {
    /** Reads and applies. */
    RUNNING,
    /** Waits for something that is away. */
    WAITING,
    /** Was closed. */
    CLOSED,
    /** Ended by itself; the log says why. It does not come back without a restart. */
    FAILED
  }
}
