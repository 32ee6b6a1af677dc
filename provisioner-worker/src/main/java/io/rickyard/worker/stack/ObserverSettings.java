package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How stacks are looked after.
 *
 * @param interval how often each is looked at
 * @param stopsServers whether the runtime stops its servers when the worker stops
 * @param startsAtOnce how many are started or mended at the same time
 * @param limit when repairs that nobody asked for end
 */
public record ObserverSettings(
    Duration interval, boolean stopsServers, int startsAtOnce, Repairs.Limit limit) {

  /** Checks the ranges. */
  public ObserverSettings {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("rickyard.runtime.observe-every is a time span");
    }
    if (startsAtOnce < 1) {
      throw new IllegalArgumentException("rickyard.runtime.starts-at-once starts at 1");
    }
    requireNonNull(limit, "limit");
  }
}
