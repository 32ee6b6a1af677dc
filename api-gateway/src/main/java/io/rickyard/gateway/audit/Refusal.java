package io.rickyard.gateway.audit;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody lacked the right, the scope or the second factor for.
 *
 * @param at when
 * @param actor who asked
 * @param target the path that was asked for, without its query
 * @param organization whose right was missing, where the caller is known to belong to it
 * @param origin the address it came from
 * @param correlationId what ties the request to what its caller knows of it
 * @param trace where in a trace it belongs
 */
public record Refusal(
    Instant at,
    Actor actor,
    String target,
    @Nullable OrganizationId organization,
    String origin,
    CorrelationId correlationId,
    @Nullable TraceContext trace) {

  private static final int LONGEST = 300;

  /** Checks that nothing required is missing, and cuts what is too long to be a path of ours. */
  public Refusal {
    requireNonNull(at, "at");
    requireNonNull(actor, "actor");
    requireNonNull(origin, "origin");
    requireNonNull(correlationId, "correlationId");
    target = requireNonNull(target, "target").substring(0, Math.min(LONGEST, target.length()));
  }
}
