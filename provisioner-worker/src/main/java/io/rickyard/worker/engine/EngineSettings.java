package io.rickyard.worker.engine;

import java.time.Duration;
import java.util.Map;

/**
 * How much a worker does and how long it waits.
 *
 * @param criticalSlots how many critical tasks run at once
 * @param sharedSlots how many others run at once
 * @param lease how long a worker may be silent before it has to stop
 * @param grace how much longer others wait before they take over: the longest time-out of a call
 *     that may still be under way
 * @param cancelPatience how long a cancelled task gets to stop by itself
 * @param gapPatience how long a project's change waits for an earlier one that has not come
 * @param linger how long a short task's start waits for its end, to be told together
 * @param logLinger how long log lines wait for company
 * @param remembered how long ended ids are kept, against commands that are emitted again
 * @param labels what tells this worker from others; a task may ask for a worker with some of them
 */
public record EngineSettings(
    int criticalSlots,
    int sharedSlots,
    Duration lease,
    Duration grace,
    Duration cancelPatience,
    Duration gapPatience,
    Duration linger,
    Duration logLinger,
    Duration remembered,
    Map<String, String> labels) {

  /** Checks the ranges, with the key in the message. */
  public EngineSettings {
    positive("rickyard.worker.critical-slots", criticalSlots);
    positive("rickyard.worker.shared-slots", sharedSlots);
    positive("rickyard.worker.lease", lease);
    positive("rickyard.worker.grace", grace);
    positive("rickyard.worker.cancel-patience", cancelPatience);
    positive("rickyard.worker.gap-patience", gapPatience);
    positive("rickyard.worker.linger", linger);
    positive("rickyard.worker.log-linger", logLinger);
    if (remembered.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("rickyard.retention.ended-ids is less than a day");
    }
    labels = Map.copyOf(labels);
  }

  /** What fits a small machine. */
  public static EngineSettings usual() {
    return new EngineSettings(
        Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
        128,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofMillis(3),
        Duration.ofMillis(50),
        Duration.ofDays(15),
        Map.of());
  }

  private static void positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " is not positive: " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " is not positive: " + value);
    }
  }
}
