package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How a task is tried again, in place of what its type says.
 *
 * @param maxAttempts attempts in all, 1 to 100; each type has its own bound below that
 * @param backoff the waits in between; the type's own when left out
 */
public record RetryOptions(Integer maxAttempts, @Nullable Backoff backoff) {

  /** The most attempts any task gets. */
  public static final int MOST_ATTEMPTS = 100;

  /** Checks the ranges. */
  public RetryOptions {
    requireNonNull(maxAttempts, "retry.max_attempts");
    if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("max_attempts lies between 1 and " + MOST_ATTEMPTS);
    }
  }
}
