package io.rickyard.auth.attempt;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a subject (an account, an address) has to wait after so many failures in a row: the
 * first are free, then the wait doubles up to a limit. After a quiet time all is forgotten.
 *
 * @param free how many failures cost nothing
 * @param first the first wait
 * @param longest the longest wait; for an account short, or a stranger could lock its owner out
 * @param forgetAfter after how much quiet the count starts again
 */
public record AttemptRules(int free, Duration first, Duration longest, Duration forgetAfter) {

  /** For an account. */
  public static final AttemptRules ACCOUNT =
      new AttemptRules(5, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));

  /** For an address, behind which there may be many people. */
  public static final AttemptRules ADDRESS =
      new AttemptRules(20, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(1));

  /** For mail to an account, whoever asks for it: a mailbox is not to be flooded. */
  public static final AttemptRules MAILS_TO_ACCOUNT =
      new AttemptRules(3, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(3));

  /** For mail that is asked for from an address, behind which there may be many people. */
  public static final AttemptRules MAILS_FROM_ADDRESS =
      new AttemptRules(30, Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofHours(1));

  /** Checks the ranges. */
  public AttemptRules {
    requireNonNull(first, "first");
    requireNonNull(longest, "longest");
    requireNonNull(forgetAfter, "forgetAfter");
    if (free < 0 || first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("Waits grow from a positive one to a limit");
    }
  }

  /** When the next attempt may be made after this many failures, the last of them then. */
  public Instant nextAt(int failures, Instant last) {
    int charged = failures - free;
    if (charged < 0) {
      return last;
    }
    Duration wait = first;
    for (int i = 0; i < charged && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return last.plus(wait.compareTo(longest) < 0 ? wait : longest);
  }
}
