package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.task.Backoff.Kind;
import io.rickyard.contracts.task.RetryOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a task is tried and how long it waits in between: the delay stays, grows or doubles
 * with every attempt up to a cap, and a share of it is random, so that what failed together does
 * not return together.
 *
 * @param maxAttempts attempts in all, at least 1
 * @param kind how the delay grows
 * @param firstDelay the wait after the first failure
 * @param longestDelay the most it ever waits
 * @param jitter the random share of a delay, 0 (none) to 1 (anything from zero to the delay)
 */
public record RetryPolicy(
    int maxAttempts, Kind kind, Duration firstDelay, Duration longestDelay, double jitter) {

  /** Checks the ranges. */
  public RetryPolicy {
    requireNonNull(kind, "kind");
    requireNonNull(firstDelay, "firstDelay");
    requireNonNull(longestDelay, "longestDelay");
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("A task gets at least one attempt");
    }
    if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException("Delays are not negative and do not shrink");
    }
    if (jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException("Jitter is a share between 0 and 1");
    }
  }

  /** With a delay that doubles. */
  public RetryPolicy(int maxAttempts, Duration firstDelay, Duration longestDelay, double jitter) {
    this(maxAttempts, Kind.EXPONENTIAL, firstDelay, longestDelay, jitter);
  }

  /** One attempt and no other. */
  public static RetryPolicy once() {
    return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 0);
  }

  /** That many attempts, a second apart at first, a minute at most, half of it random. */
  public static RetryPolicy attempts(int maxAttempts) {
    return new RetryPolicy(maxAttempts, Duration.ofSeconds(1), Duration.ofMinutes(1), 0.5);
  }

  /** As a task asks for it, with no more attempts than its type allows. */
  public RetryPolicy changedBy(@Nullable RetryOptions wanted, int most) {
    if (wanted == null) {
      return this;
    }
    int attempts = Math.min(wanted.maxAttempts(), most);
    var backoff = wanted.backoff();
    return backoff == null
        ? new RetryPolicy(attempts, kind, firstDelay, longestDelay, jitter)
        : new RetryPolicy(
            attempts, backoff.kind(), backoff.base(), backoff.cap(), backoff.jitter());
  }

  /**
   * How long to wait before the next attempt; empty when there is none.
   *
   * @param failed the attempt that failed
   * @param random from 0 (inclusive) to 1 (exclusive)
   */
  public Optional<Duration> delayAfter(Attempt failed, double random) {
    if (failed.value() >= maxAttempts) {
      return Optional.empty();
    }
    double growth =
        switch (kind) {
          case FIXED -> 1;
          case LINEAR -> (double) failed.value();
          case EXPONENTIAL -> 1L << Math.min(failed.value() - 1, 30);
        };
    double millis =
        Math.min((double) firstDelay.toMillis() * growth, (double) longestDelay.toMillis());
    return Optional.of(Duration.ofMillis(Math.round(millis * (1 - jitter * random))));
  }
}
