package io.rickyard.contracts.flow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How many tasks may start within any stretch of time of a length.
 *
 * @param tasks how many, 1 to 1,000,000
 * @param per the length, a second to a day
 */
public record StartRate(int tasks, Duration per) {

  private static final int MOST = 1_000_000;

  /** Checks the ranges. */
  public StartRate {
    requireNonNull(per, "per");
    if (tasks < 1 || tasks > MOST) {
      throw new IllegalArgumentException("A rate is 1 to " + MOST + " tasks, not " + tasks);
    }
    if (per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("A rate is per PT1S to PT24H, not " + per);
    }
  }
}
