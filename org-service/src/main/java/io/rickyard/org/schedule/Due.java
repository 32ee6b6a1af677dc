package io.rickyard.org.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a schedule that is due: at most one occurrence becomes a task, and the
 * schedule moves on behind it. Where several are to be made up for, it is due again at once.
 *
 * @param run the occurrence that becomes a task
 * @param passedOver the first of those that become none
 * @param next when it is due again; never, when nothing is left of it
 */
public record Due(@Nullable Instant run, @Nullable Instant passedOver, @Nullable Instant next) {

  /** As many missed occurrences are made up for at most; earlier ones are passed over. */
  public static final int MOST_MADE_UP = 100;

  /**
   * Decides.
   *
   * @param occurrences says when it is due
   * @param timing the schedule's
   * @param dueAt its first occurrence that nobody has acted on
   * @param now the time, not before that
   * @param missed what becomes of missed ones
   * @param grace how late an occurrence may be without being missed, where no later one is due too
   */
  public static Due decide(
      Occurrences occurrences,
      Timing timing,
      Instant dueAt,
      Instant now,
      MissedRuns missed,
      Duration grace) {
    var last = occurrences.latest(timing, now).filter(at -> at.isAfter(dueAt)).orElse(dueAt);
    return switch (missed) {
      case SKIP ->
          last.plus(grace).isBefore(now)
              ? new Due(null, dueAt, after(occurrences, timing, now))
              : running(occurrences, timing, dueAt, last);
      case ONCE -> running(occurrences, timing, dueAt, last);
      case ALL ->
          running(occurrences, timing, dueAt, firstMadeUp(occurrences, timing, dueAt, last));
    };
  }

  private static Due running(
      Occurrences occurrences, Timing timing, Instant dueAt, Instant chosen) {
    return new Due(chosen, chosen.equals(dueAt) ? null : dueAt, after(occurrences, timing, chosen));
  }

  /** Walks back from the last one, as far as is made up for. */
  private static Instant firstMadeUp(
      Occurrences occurrences, Timing timing, Instant dueAt, Instant last) {
    var first = last;
    for (int made = 1; made < MOST_MADE_UP && first.isAfter(dueAt); made++) {
      var edge = first;
      Optional<Instant> before = occurrences.latest(timing, edge.minusNanos(1));
      first = before.filter(at -> !at.isBefore(dueAt)).orElse(dueAt);
    }
    return first;
  }

  private static @Nullable Instant after(Occurrences occurrences, Timing timing, Instant time) {
    return occurrences.next(timing, time).orElse(null);
  }
}
