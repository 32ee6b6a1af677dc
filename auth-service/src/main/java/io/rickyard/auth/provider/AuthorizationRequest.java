package io.rickyard.auth.provider;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * With what a browser is sent to a provider.
 *
 * @param state comes back with the answer
 * @param nonce comes back in the ID token
 * @param challenge PKCE's, by S256
 * @param scopes what the page asks for beside what is set
 * @param hints what the page wants the provider's page to do, such as {@code prompt}
 */
public record AuthorizationRequest(
    String state, String nonce, String challenge, List<String> scopes, Map<String, String> hints) {
  /** Checks that nothing is missing. */
  public AuthorizationRequest {
    requireNonNull(state, "state");
    requireNonNull(nonce, "nonce");
    requireNonNull(challenge, "challenge");
    scopes = List.copyOf(scopes);
    hints = Map.copyOf(hints);
  }

  @Override
  public String toString() {
    return "AuthorizationRequest[hidden]";
  }
}
