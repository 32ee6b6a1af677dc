package io.rickyard.org.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** When a schedule's task is due. */
public sealed interface Timing {

  /**
   * At one time.
   *
   * @param at when
   */
  record Once(Instant at) implements Timing {
    /** Checks that nothing required is missing. */
    public Once {
      requireNonNull(at, "at");
    }
  }

  /**
   * Again and again after the same time, whatever the clocks of a zone do.
   *
   * @param every the time between two occurrences, 10 seconds to 366 days
   * @param from the first occurrence
   */
  record Interval(Duration every, Instant from) implements Timing {

    /** The shortest interval. */
    public static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofDays(366);

    /** Checks the range. */
    public Interval {
      requireNonNull(every, "every");
      requireNonNull(from, "from");
      if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "every lies between " + SHORTEST + " and P" + LONGEST.toDays() + "D");
      }
    }
  }

  /**
   * As a cron expression of five fields says: minute, hour, day of month, month, day of week.
   *
   * @param expression such as {@code 30 2 * * mon-fri}
   * @param zone whose clocks count
   */
  record Cron(String expression, ZoneId zone) implements Timing {

    private static final int LONGEST = 200;

    /** Checks the length; whether it can be read, {@link CronTimes} says. */
    public Cron {
      requireNonNull(expression, "cron");
      requireNonNull(zone, "zone");
      if (expression.isBlank() || expression.length() > LONGEST) {
        throw new IllegalArgumentException(
            "A cron expression has five fields and up to " + LONGEST + " characters");
      }
    }
  }
}
