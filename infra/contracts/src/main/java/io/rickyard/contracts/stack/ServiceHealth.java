package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one service of a stack.
 *
 * @param service its name: {@code db}, {@code auth}, {@code rest} ...
 * @param healthy whether it did what it is for when it was looked at
 * @param observedAt when it was looked at
 * @param version the version it reported
 * @param error what went wrong, for people; holds no secret
 */
public record ServiceHealth(
    String service,
    boolean healthy,
    Instant observedAt,
    @Nullable String version,
    @Nullable String error) {
  /** Checks that nothing required is missing. */
  public ServiceHealth {
    requireNonNull(service, "service");
    requireNonNull(observedAt, "observed_at");
  }
}
