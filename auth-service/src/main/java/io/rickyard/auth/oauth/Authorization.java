package io.rickyard.auth.oauth;

import io.rickyard.auth.provider.AuthorizationRequest;
import io.rickyard.auth.provider.ProviderSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The address to which a browser is sent (RFC 6749, 4.1.1; RFC 7636, 4.3). */
final class Authorization {

  private Authorization() {}

  static URI of(URI endpoint, ProviderSettings settings, URI callback, AuthorizationRequest out) {
    Map<String, String> query = new LinkedHashMap<>(out.hints());
    Set<String> scopes = new LinkedHashSet<>(settings.scopes());
    scopes.addAll(out.scopes());
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", callback.toString());
    query.put("scope", String.join(" ", scopes));
    query.put("state", out.state());
    query.put("nonce", out.nonce());
    query.put("code_challenge", out.challenge());
    query.put("code_challenge_method", "S256");
    return Forms.with(endpoint, query);
  }
}
