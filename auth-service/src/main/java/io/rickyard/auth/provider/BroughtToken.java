package io.rickyard.auth.provider;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An ID token that a program got from a provider by itself.
 *
 * @param idToken the token
 * @param accessToken the access token that came with it, where it is shown
 * @param nonce of what the token holds the hash
 */
public record BroughtToken(String idToken, @Nullable String accessToken, @Nullable String nonce) {
  /** Checks that nothing required is missing. */
  public BroughtToken {
    requireNonNull(idToken, "idToken");
  }

  @Override
  public String toString() {
    return "BroughtToken[hidden]";
  }
}
