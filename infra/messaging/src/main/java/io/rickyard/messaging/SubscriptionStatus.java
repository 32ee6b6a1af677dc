package io.rickyard.messaging;

/**
 * How a subscription or follower fares.
 *
 * @param state what it does now
 * @param handled messages whose effect is committed
 * @param deadLettered messages given up
 * @param ignored messages of a type that a newer version of Rickyard knows
 * @param retries how often it had to wait and try again
 */
public record SubscriptionStatus(
    State state, long handled, long deadLettered, long ignored, long retries) {

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
