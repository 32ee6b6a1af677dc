package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where somebody signs in, as the list of their sessions shows it.
 *
 * @param address the caller's, behind proxies that are trusted
 * @param agent what the caller says it is
 */
public record SignInOrigin(String address, @Nullable String agent) {
  /** Checks that nothing required is missing. */
  public SignInOrigin {
    requireNonNull(address, "address");
  }
}
