package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

/**
 * A TCP port a service listens on within the stack's network.
 *
 * @param name what it is called: unique within the service
 * @param number the port inside the container
 * @param reached who has to reach it
 * @param meaning what is spoken there
 */
public record Port(String name, int number, Reach reached, String meaning) {

  /** Who has to reach a port. */
  public enum Reach {
    /** Services of the same stack only. */
    STACK,
    /** The control plane too, on the host's loopback address: the stack's gateway. */
    CONTROL_PLANE,
    /** The project's users too: database connections, which no HTTP edge can carry. */
    USERS
  }

  /** Checks the number and that nothing is missing. */
  public Port {
    requireNonNull(name, "name");
    requireNonNull(reached, "reached");
    requireNonNull(meaning, "meaning");
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("A port lies between 1 and 65535, not at " + number);
    }
  }
}
