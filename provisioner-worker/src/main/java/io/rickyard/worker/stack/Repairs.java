package io.rickyard.worker.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The repairs of one stack that nobody asked for, since its desired state was last decided.
 *
 * @param at when each was begun
 * @param givenUp whether it was found that they do not last
 */
public record Repairs(List<Instant> at, boolean givenUp) {

  /** None. */
  public static final Repairs NONE = new Repairs(List.of(), false);

  /** Copies the times. */
  public Repairs {
    at = List.copyOf(at);
  }

  /** How many were begun within this time. */
  int within(Duration window, Instant now) {
    return (int) at.stream().filter(begun -> begun.isAfter(now.minus(window))).count();
  }

  /**
   * When repairing is no use any more.
   *
   * @param repairs after so many
   * @param window within so long
   */
  public record Limit(int repairs, Duration window) {
    /** Checks the ranges. */
    public Limit {
      if (repairs < 1) {
        throw new IllegalArgumentException("rickyard.runtime.drift.repairs starts at 1");
      }
      if (window.isNegative() || window.isZero()) {
        throw new IllegalArgumentException("rickyard.runtime.drift.within is a time span");
      }
    }
  }
}
