package io.rickyard.org.jdbc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.org.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule is due, as it is kept: exactly one of {@code at}, {@code every}, {@code cron}.
 */
record StoredTiming(
    @Nullable Instant at,
    @Nullable Duration every,
    @Nullable Instant from,
    @Nullable String cron,
    @Nullable String zone) {

  static String json(Timing timing) {
    var stored =
        switch (timing) {
          case Timing.Once(Instant at) -> new StoredTiming(at, null, null, null, null);
          case Timing.Interval(Duration every, Instant from) ->
              new StoredTiming(null, every, from, null, null);
          case Timing.Cron(String expression, ZoneId zone) ->
              new StoredTiming(null, null, null, expression, zone.getId());
        };
    try {
      return ContractJson.mapper().writeValueAsString(stored);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A timing cannot be stored", e);
    }
  }

  static Timing parse(String json) {
    try {
      return ContractJson.mapper().readValue(json, StoredTiming.class).timing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored timing cannot be read", e);
    }
  }

  private Timing timing() {
    if (at != null) {
      return new Timing.Once(at);
    }
    if (every != null) {
      return new Timing.Interval(every, requireNonNull(from, "from"));
    }
    return new Timing.Cron(requireNonNull(cron, "cron"), ZoneId.of(requireNonNull(zone, "zone")));
  }
}
