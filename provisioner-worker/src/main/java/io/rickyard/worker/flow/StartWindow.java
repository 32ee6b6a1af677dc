package io.rickyard.worker.flow;

import io.rickyard.contracts.flow.StartRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * When how many tasks of a scope started, to hold a rate within <em>any</em> stretch of its length:
 * a bucket that refills would let twice as many through around the moment when it is full.
 *
 * <p>Starts are counted in slices of a 64th of the length, and a slice counts until its end is a
 * whole length ago. So the rate is never exceeded, and missed by a 64th at most.
 *
 * @param slices starts by the number of their slice since the epoch
 */
public record StartWindow(Map<Long, Long> slices) {

  /** Nothing has started. */
  public static final StartWindow EMPTY = new StartWindow(Map.of());

  private static final int SLICES = 64;

  /** Copies. */
  public StartWindow {
    slices = Map.copyOf(slices);
  }

  /** How many more may start at a time. */
  public long free(StartRate rate, Instant now) {
    long oldest = oldest(rate, now);
    long started =
        slices.entrySet().stream()
            .filter(slice -> slice.getKey() >= oldest)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return Math.max(0, rate.tasks() - started);
  }

  /** After so many more starts; what no longer counts is dropped. */
  public StartWindow started(StartRate rate, Instant now, long tasks) {
    var next = new TreeMap<>(slices);
    next.headMap(oldest(rate, now)).clear();
    if (tasks > 0) {
      next.merge(slice(rate, now), tasks, Long::sum);
    }
    return new StartWindow(next);
  }

  /**
   * The same starts under a rate of another length, whose slices are others. Each start counts from
   * the end of the slice that it was in, so none is forgotten early.
   */
  public StartWindow under(StartRate former, StartRate rate) {
    if (length(former) == length(rate)) {
      return this;
    }
    Map<Long, Long> under = new TreeMap<>();
    slices.forEach((slice, starts) ->
        under.merge(
            Math.floorDiv((slice + 1) * length(former) - 1, length(rate)), starts, Long::sum));
    return new StartWindow(under);
  }

  /** How long until more may start, when nothing may now. */
  public Duration wait(StartRate rate, Instant now) {
    long oldest = oldest(rate, now);
    long first =
        slices.keySet().stream().filter(slice -> slice >= oldest).min(Long::compare).orElse(oldest);
    long endsCounting = (first + 1) * length(rate) + rate.per().toMillis();
    return Duration.ofMillis(Math.max(1, endsCounting - now.toEpochMilli()));
  }

  /** The first slice whose end is less than a whole length ago. */
  private static long oldest(StartRate rate, Instant now) {
    return Math.floorDiv(now.toEpochMilli() - rate.per().toMillis(), length(rate));
  }

  private static long slice(StartRate rate, Instant now) {
    return Math.floorDiv(now.toEpochMilli(), length(rate));
  }

  private static long length(StartRate rate) {
    return Math.max(1, rate.per().toMillis() / SLICES);
  }
}
