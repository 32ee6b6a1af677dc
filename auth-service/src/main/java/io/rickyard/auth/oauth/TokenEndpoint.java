package io.rickyard.auth.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.auth.provider.ProviderSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exchanges codes for tokens (RFC 6749, 4.1.3), as a client that has a secret. */
final class TokenEndpoint {

  private final ProviderHttp http;
  private final ProviderSettings settings;
  private final URI callback;

  TokenEndpoint(ProviderHttp http, ProviderSettings settings, URI callback) {
    this.http = http;
    this.settings = settings;
    this.callback = callback;
  }

  /**
   * The tokens for a code.
   *
   * @param secretInBody whether the provider wants the secret in the body and not in a header
   */
  ObjectNode redeem(URI endpoint, boolean secretInBody, String code, String verifier)
      throws ProviderFailed {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", callback.toString());
    form.put("code_verifier", verifier);
    Map<String, String> headers = Map.of();
    if (secretInBody) {
      form.put("client_id", settings.clientId());
      form.put("client_secret", settings.clientSecret());
    } else {
      headers = Map.of("Authorization", "Basic " + basic());
    }
    var tokens = http.post(endpoint, headers, form);
    if (tokens.has("error") || !tokens.path("access_token").isTextual()) {
      throw new ProviderFailed(
          Reason.REFUSED, settings.displayName() + " did not accept its own code");
    }
    return tokens;
  }

  /** Both halves are encoded as in a form first (RFC 6749, 2.3.1). */
  private String basic() {
    String pair = Forms.encoded(settings.clientId()) + ":" + Forms.encoded(settings.clientSecret());
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
