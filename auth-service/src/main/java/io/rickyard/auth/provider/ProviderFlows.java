package io.rickyard.auth.provider;

import io.rickyard.auth.token.OpaqueToken;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the ways to providers that were begun; of state and browser only hashes. */
public interface ProviderFlows {

  /**
   * Keeps one.
   *
   * @param browser the browser that sets out; none where it has yet to
   */
  void begin(
      OpaqueToken state, ProviderFlow flow, @Nullable OpaqueToken browser, Instant expiresAt);

  /** Lets the first browser that asks set out on a way that none has yet. */
  Optional<ProviderFlow> bind(OpaqueToken state, OpaqueToken browser, Instant now);

  /** Ends one, whoever came back. */
  Optional<ProviderFlow.Returned> redeem(
      OpaqueToken state, @Nullable OpaqueToken browser, Instant now);
}
