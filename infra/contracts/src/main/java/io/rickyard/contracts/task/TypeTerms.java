package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What holds for every task of a type, as far as who accepts it has to know.
 *
 * @param queue where it waits unless an administrator says otherwise
 * @param beginnings how it may be begun beside a request of its own
 * @param needsProject whether it names the project that it works with or beside
 * @param mostAttempts the most attempts that a task may be given, 1 to {@link
 *     RetryOptions#MOST_ATTEMPTS}
 * @param longestRun the longest that an attempt may be allowed to take
 */
public record TypeTerms(
    TaskQueue queue,
    Set<Beginning> beginnings,
    boolean needsProject,
    int mostAttempts,
    Duration longestRun) {

  /**
   * A task that is nothing but its input: it may be begun in every way, may belong to a project or
   * not, and takes up to a day and as many attempts as anything may.
   */
  public static final TypeTerms PLAIN =
      new TypeTerms(
          TaskQueue.NORMAL,
          EnumSet.allOf(Beginning.class),
          false,
          RetryOptions.MOST_ATTEMPTS,
          Duration.ofDays(1));

  /** Checks the ranges. */
  public TypeTerms {
    requireNonNull(queue, "queue");
    requireNonNull(longestRun, "longest_run");
    beginnings = beginnings == null ? Set.of() : Set.copyOf(beginnings);
    if (mostAttempts < 1 || mostAttempts > RetryOptions.MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "most_attempts lies between 1 and " + RetryOptions.MOST_ATTEMPTS);
    }
    if (longestRun.isNegative() || longestRun.isZero()) {
      throw new IllegalArgumentException("longest_run is longer than nothing");
    }
  }

  /** The same, waiting elsewhere. */
  public TypeTerms in(TaskQueue other) {
    return new TypeTerms(other, beginnings, needsProject, mostAttempts, longestRun);
  }

  /** The same, begun in these ways only. */
  public TypeTerms begunBy(Set<Beginning> others) {
    return new TypeTerms(queue, others, needsProject, mostAttempts, longestRun);
  }

  /** The same, working with a project. */
  public TypeTerms withProject() {
    return new TypeTerms(queue, beginnings, true, mostAttempts, longestRun);
  }

  /** The same with other bounds. */
  public TypeTerms within(int attempts, Duration run) {
    return new TypeTerms(queue, beginnings, needsProject, attempts, run);
  }

  /** Whether it may be begun like this. */
  public boolean allow(Beginning beginning) {
    return beginnings.contains(beginning);
  }
}
