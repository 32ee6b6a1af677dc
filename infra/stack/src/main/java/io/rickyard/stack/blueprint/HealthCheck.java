package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * How a service is asked whether it does what it is for: a command that runs beside it and ends
 * with 0.
 *
 * @param command the command and its arguments; no shell
 * @param interval the pause between two checks
 * @param timeout after which a check has failed
 * @param retries how many failed checks in a row make the service unhealthy
 * @param startPeriod how long after its start failed checks do not count
 */
public record HealthCheck(
    List<String> command, Duration interval, Duration timeout, int retries, Duration startPeriod) {

  /** Checks that it can be carried out. */
  public HealthCheck {
    command = List.copyOf(command);
    requireNonNull(interval, "interval");
    requireNonNull(timeout, "timeout");
    requireNonNull(startPeriod, "start_period");
    if (command.isEmpty() || retries < 1 || interval.isZero() || timeout.isZero()) {
      throw new IllegalArgumentException("A health check has a command, times and retries");
    }
  }
}
