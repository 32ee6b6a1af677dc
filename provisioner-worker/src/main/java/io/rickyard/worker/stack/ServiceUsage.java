package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one service uses at the moment; what cannot be told is null, never 0.
 *
 * @param service which one
 * @param at when this was seen
 * @param cpus processors' worth of time, over the last second or so
 * @param memoryBytes main memory, without what the system could take back at once
 * @param memoryLimitBytes how much it may use
 * @param receivedBytes what it has received since it was started
 * @param sentBytes what it has sent since it was started
 * @param diskBytes what it keeps
 */
public record ServiceUsage(
    String service,
    Instant at,
    @Nullable Double cpus,
    @Nullable Long memoryBytes,
    @Nullable Long memoryLimitBytes,
    @Nullable Long receivedBytes,
    @Nullable Long sentBytes,
    @Nullable Long diskBytes) {

  /** Checks that nothing required is missing. */
  public ServiceUsage {
    requireNonNull(service, "service");
    requireNonNull(at, "at");
  }

  /** The same with what it keeps. */
  public ServiceUsage keeping(@Nullable Long bytes) {
    return new ServiceUsage(
        service, at, cpus, memoryBytes, memoryLimitBytes, receivedBytes, sentBytes, bytes);
  }
}
