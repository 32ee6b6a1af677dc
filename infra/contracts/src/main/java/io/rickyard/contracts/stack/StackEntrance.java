package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the edge has to know to pass a request on to a project.
 *
 * @param status how its stack is
 * @param profile which services it has
 * @param gateway where its gateway listens; null when it has none
 */
public record StackEntrance(
    StackStatus status, StackProfile profile, @Nullable GatewayEndpoint gateway) {
  /** Checks that nothing required is missing. */
  public StackEntrance {
    requireNonNull(status, "status");
    requireNonNull(profile, "profile");
  }
}
