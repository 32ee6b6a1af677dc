package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

/**
 * A resource limit of a service's processes, as of setrlimit(2).
 *
 * @param name as Docker and systemd write it: {@code nofile}
 * @param soft what processes begin with
 * @param hard what they may raise it to
 */
public record Ulimit(String name, long soft, long hard) {

  /** Checks that soft is within hard. */
  public Ulimit {
    requireNonNull(name, "name");
    if (soft < 1 || hard < soft) {
      throw new IllegalArgumentException("The ulimit %s needs 1 <= soft <= hard".formatted(name));
    }
  }
}
