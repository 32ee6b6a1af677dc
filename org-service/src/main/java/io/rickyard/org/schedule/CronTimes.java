package io.rickyard.org.schedule;

import java.time.Instant;
import java.util.Optional;

/** Knows what cron expressions mean. */
public interface CronTimes {

  /**
   * The first time after another.
   *
   * @throws IllegalArgumentException when the expression cannot be read; the message is for callers
   */
  Optional<Instant> next(Timing.Cron cron, Instant after);

  /** The last time until another, that one included. */
  Optional<Instant> latest(Timing.Cron cron, Instant until);
}
