package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, and on what request: what goes into every envelope and audit record it
 * causes.
 *
 * @param actor who does it
 * @param principal the user whose rights count
 * @param correlationId ties together what the request sets in motion
 * @param trace the trace it belongs to
 * @param origin the address it came from
 */
public record Deed(
    Actor actor,
    UserId principal,
    CorrelationId correlationId,
    @Nullable TraceContext trace,
    @Nullable String origin) {
  /** Checks that nothing required is missing. */
  public Deed {
    requireNonNull(actor, "actor");
    requireNonNull(principal, "principal");
    requireNonNull(correlationId, "correlationId");
  }
}
