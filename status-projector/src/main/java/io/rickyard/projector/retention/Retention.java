package io.rickyard.projector.retention;

import io.micronaut.context.annotation.Property;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How long things are kept.
 *
 * @param tasks ended tasks, from their acceptance, and stacks that are gone
 * @param logs log lines
 * @param events the event log: how long a client may be away and still resume
 */
@Singleton
public record Retention(Duration tasks, Duration logs, Duration events) {

  /** Checks that all are positive. */
  public Retention {
    requirePositive("rickyard.retention.tasks", tasks);
    requirePositive("rickyard.retention.logs", logs);
    requirePositive("rickyard.retention.events", events);
  }

  /** Reads the settings, ISO 8601 durations. */
  @Inject
  public Retention(
      @Property(name = "rickyard.retention.tasks", defaultValue = "P30D") String tasks,
      @Property(name = "rickyard.retention.logs", defaultValue = "P14D") String logs,
      @Property(name = "rickyard.retention.events", defaultValue = "P2D") String events) {
    this(
        parse("rickyard.retention.tasks", tasks),
        parse("rickyard.retention.logs", logs),
        parse("rickyard.retention.events", events));
  }

  private static Duration parse(String key, String value) {
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new InvalidSetting(key, "is no ISO 8601 duration such as P30D: " + value, e);
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidSetting(key, "is not positive: " + value);
    }
  }
}
