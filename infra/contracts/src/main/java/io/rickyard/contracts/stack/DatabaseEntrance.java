package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway has to know to pass a connection on to a project's database.
 *
 * @param status how its stack is
 * @param database where its database was seen to listen last; null before it was seen
 */
public record DatabaseEntrance(StackStatus status, @Nullable DatabaseEndpoint database) {
  /** Checks that nothing required is missing. */
  public DatabaseEntrance {
    requireNonNull(status, "status");
  }
}
