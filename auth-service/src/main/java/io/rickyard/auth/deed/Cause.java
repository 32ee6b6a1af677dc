package io.rickyard.auth.deed;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, from where, and when.
 *
 * @param actor who
 * @param at when
 * @param origin the address it came from, where one is known
 * @param agent the program it came with, in its own words
 * @param correlation ties it to the request that set it in motion
 */
public record Cause(
    Actor actor,
    Instant at,
    @Nullable String origin,
    @Nullable String agent,
    CorrelationId correlation) {
  /** Checks that nothing required is missing. */
  public Cause {
    requireNonNull(actor, "actor");
    requireNonNull(at, "at");
    requireNonNull(correlation, "correlation");
  }

  /** One that no program is known of. */
  public Cause(Actor actor, Instant at, @Nullable String origin, CorrelationId correlation) {
    this(actor, at, origin, null, correlation);
  }

  /** The same request, now known to be somebody's. */
  public Cause by(Actor known) {
    return new Cause(known, at, origin, agent, correlation);
  }
}
