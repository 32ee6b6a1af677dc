package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

/**
 * All that a client may see, at one place in the log.
 *
 * @param position the place
 * @param payload {@code {"tasks": [...], "stacks": [...]}}
 */
public record Snapshot(LogPosition position, String payload) {
  /** Checks that nothing is missing. */
  public Snapshot {
    requireNonNull(position, "position");
    requireNonNull(payload, "payload");
  }
}
