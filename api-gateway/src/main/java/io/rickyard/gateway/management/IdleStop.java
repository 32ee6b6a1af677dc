package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

/**
 * After how long without use a project is paused.
 *
 * @param after a duration in ISO 8601, one minute to 90 days
 */
record IdleStop(String after) {
  /** Checks that nothing is missing. */
  IdleStop {
    requireNonNull(after, "after");
  }
}
