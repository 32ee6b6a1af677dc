package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import java.util.Map;

/**
 * How large a stack is.
 *
 * @param profile which services it has
 * @param limits what they may use, where that is not what their blueprints say
 */
public record StackSize(StackProfile profile, Map<String, ServiceLimits> limits) {

  /** Copies the limits. */
  public StackSize {
    requireNonNull(profile, "profile");
    limits = Map.copyOf(limits);
  }

  /** Of which every service may use what its blueprint says. */
  public static StackSize of(StackProfile profile) {
    return new StackSize(profile, Map.of());
  }
}
