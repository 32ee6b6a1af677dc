package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long to wait before the next try: twice as long each time, up to a limit.
 *
 * @param first the first wait
 * @param limit the longest wait
 */
public record Backoff(Duration first, Duration limit) {

  /** From a tenth of a second to ten seconds. */
  public static final Backoff USUAL = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  /** Checks the order. */
  public Backoff {
    requireNonNull(first, "first");
    requireNonNull(limit, "limit");
    if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException("A back-off grows from a positive wait to a limit");
    }
  }

  /** The wait after a number of failures in a row, from 1. */
  public Duration after(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(limit) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(limit) < 0 ? wait : limit;
  }
}
