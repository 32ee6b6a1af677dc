package io.rickyard.auth.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Somebody else who knows people. Everything that it says is checked before it counts. */
public interface Provider {

  /** How it is set up. */
  ProviderSettings settings();

  /** Where a browser is sent to. */
  URI authorization(AuthorizationRequest out) throws ProviderFailed;

  /**
   * Whether an answer comes from this provider (RFC 9207): one that says it comes from another is
   * not to be shown to this one.
   *
   * @param issuer the answer's {@code iss}, where it has one
   */
  void answered(@Nullable String issuer) throws ProviderFailed;

  /** Exchanges a code for who it is; of the tokens that come with it nothing is kept. */
  ProviderProfile redeem(String code, String verifier, String nonce) throws ProviderFailed;

  /** Who an ID token is about that somebody brings. */
  ProviderProfile read(BroughtToken token) throws ProviderFailed;
}
