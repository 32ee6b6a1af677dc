package io.rickyard.gateway.call;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One request of a known caller.
 *
 * @param identity who calls
 * @param scope method and path, such as {@code POST /v1/projects}: an idempotency key counts within
 *     it
 * @param origin the address the request came from
 * @param correlationId ties together everything the request sets in motion
 * @param trace where in a trace belongs what the request sets in motion, where there is one
 * @param idempotencyKey under which a repetition gets the first answer
 * @param prefer the caller's Prefer header, which only queries understand
 * @param position what the queries should have seen before they answer
 */
public record Call(
    Identity identity,
    String scope,
    String origin,
    CorrelationId correlationId,
    @Nullable TraceContext trace,
    @Nullable String idempotencyKey,
    @Nullable String prefer,
    @Nullable Position position) {
  /** Checks that nothing required is missing. */
  public Call {
    requireNonNull(identity, "identity");
    requireNonNull(scope, "scope");
    requireNonNull(origin, "origin");
    requireNonNull(correlationId, "correlationId");
  }

  /**
   * The same call for one of several things that it asks for at once, each of which is done once
   * under the caller's key.
   *
   * @param part which of them; a repetition has to have the same
   */
  public Call part(String part) {
    return new Call(
        identity,
        scope + "#" + part,
        origin,
        correlationId,
        trace,
        idempotencyKey,
        prefer,
        position);
  }
}
