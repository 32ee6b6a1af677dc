package io.rickyard.gateway.management;

import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The time whose lines are asked for: the last hour, where nothing is said, and at most a day, as
 * with the hosted platform.
 */
record LogRange(Instant from, Instant to) {

  private static final Duration OTHERWISE = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  LogRange {
    if (!from.isBefore(to)) {
      throw refused("iso_timestamp_start lies before iso_timestamp_end");
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw refused("At most 24 hours lie between iso_timestamp_start and iso_timestamp_end");
    }
  }

  static LogRange of(@Nullable String start, @Nullable String end, Clock clock) {
    var to = end == null ? clock.instant() : time("iso_timestamp_end", end);
    return new LogRange(
        start == null ? to.minus(OTHERWISE) : time("iso_timestamp_start", start), to);
  }

  boolean holds(Instant at) {
    return !at.isBefore(from) && !at.isAfter(to);
  }

  private static Instant time(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw refused(name + " is a time like 2026-11-20T12:00:00Z");
    }
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, why);
  }
}
