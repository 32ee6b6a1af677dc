package io.rickyard.contracts.flow;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nothing new starts in this scope; what runs ends, and what comes is taken in. A paused worker is
 * one that is drained.
 *
 * @param scope what is paused
 * @param by who paused it, as people know them
 * @param at when
 * @param reason why, where it was said
 */
public record FlowPause(FlowScope scope, String by, Instant at, @Nullable String reason) {
  /** Checks that nothing required is missing. */
  public FlowPause {
    requireNonNull(scope, "scope");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
    if (scope.name().equals(FlowScope.EACH)) {
      throw new IllegalArgumentException("A pause names one queue, type, organization or worker");
    }
  }
}
