package io.rickyard.contracts.stack;

import org.jspecify.annotations.Nullable;

/**
 * What a service may use, where that is not what its blueprint says.
 *
 * @param memoryMib main memory, in MiB
 * @param cpus processors' worth of time
 */
public record ServiceLimits(@Nullable Integer memoryMib, @Nullable Double cpus) {

  private static final int LEAST_MEMORY = 16;
  private static final int MOST_MEMORY = 1024 * 1024;
  private static final double LEAST_CPUS = 0.05;
  private static final double MOST_CPUS = 512;

  /** Checks the ranges. */
  public ServiceLimits {
    if (memoryMib == null && cpus == null) {
      throw new IllegalArgumentException("limits name memory_mib, cpus, or both");
    }
    if (memoryMib != null && (memoryMib < LEAST_MEMORY || memoryMib > MOST_MEMORY)) {
      throw new IllegalArgumentException(
          "memory_mib lies between " + LEAST_MEMORY + " and " + MOST_MEMORY);
    }
    if (cpus != null && !(cpus >= LEAST_CPUS && cpus <= MOST_CPUS)) {
      throw new IllegalArgumentException(
          "cpus lies between " + LEAST_CPUS + " and " + (int) MOST_CPUS);
    }
  }
}
