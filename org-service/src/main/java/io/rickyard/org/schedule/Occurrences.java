package io.rickyard.org.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When schedules are due. */
public final class Occurrences {

  private final CronTimes cron;

  /** Asks this about cron expressions. */
  public Occurrences(CronTimes cron) {
    this.cron = cron;
  }

  /** The first occurrence after a time. */
  public Optional<Instant> next(Timing timing, Instant after) {
    return switch (timing) {
      case Timing.Once(Instant at) -> Optional.of(at).filter(time -> time.isAfter(after));
      case Timing.Interval interval -> Optional.of(next(interval, after));
      case Timing.Cron expression -> cron.next(expression, after);
    };
  }

  /** The last occurrence until a time, that one included. */
  public Optional<Instant> latest(Timing timing, Instant until) {
    return switch (timing) {
      case Timing.Once(Instant at) -> Optional.of(at).filter(time -> !time.isAfter(until));
      case Timing.Interval interval -> latest(interval, until);
      case Timing.Cron expression -> cron.latest(expression, until);
    };
  }

  /** The next few occurrences after a time. */
  public List<Instant> upcoming(Timing timing, Instant after, int most) {
    return Stream.iterate(
            next(timing, after), Optional::isPresent, time -> next(timing, time.orElseThrow()))
        .limit(most)
        .map(Optional::orElseThrow)
        .toList();
  }

  private static Instant next(Timing.Interval interval, Instant after) {
    return after.isBefore(interval.from())
        ? interval.from()
        : at(interval, passed(interval, after) + 1);
  }

  private static Optional<Instant> latest(Timing.Interval interval, Instant until) {
    return until.isBefore(interval.from())
        ? Optional.empty()
        : Optional.of(at(interval, passed(interval, until)));
  }

  private static long passed(Timing.Interval interval, Instant time) {
    return Duration.between(interval.from(), time).dividedBy(interval.every());
  }

  private static Instant at(Timing.Interval interval, long number) {
    return interval.from().plus(interval.every().multipliedBy(number));
  }
}
