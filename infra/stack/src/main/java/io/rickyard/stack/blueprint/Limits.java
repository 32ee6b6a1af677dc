package io.rickyard.stack.blueprint;

/**
 * What a service may use at most.
 *
 * @param memoryMib main memory, in MiB; more kills it
 * @param cpus processors' worth of time
 * @param processes processes and threads
 */
public record Limits(int memoryMib, double cpus, int processes) {

  /** Checks that each is a limit. */
  public Limits {
    if (memoryMib < 1 || cpus <= 0 || processes < 1) {
      throw new IllegalArgumentException(
          "memory_mib, cpus and processes are limits, so none of them is 0");
    }
  }
}
