package io.rickyard.auth.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.auth.provider.ProviderEndpoints;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.auth.provider.ProviderSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer is asked, and how.
 *
 * @param issuer who signs its tokens; may hold {@code {tenantid}} with Microsoft
 * @param authorization where browsers are sent
 * @param token where a code is exchanged
 * @param user where it says more of somebody, if it does
 * @param keys where it publishes its keys
 * @param secretInBody whether it wants the client's secret in the body
 * @param namesItself whether its answers say who it is (RFC 9207)
 */
record OpenIdMetadata(
    String issuer,
    URI authorization,
    URI token,
    @Nullable URI user,
    URI keys,
    boolean secretInBody,
    boolean namesItself) {

  /** In Microsoft's documents for more than one tenant it stands for the tenant of a token. */
  static final String TENANT = "{tenantid}";

  /** Whether an answer that says it comes from there comes from this issuer. */
  boolean isOf(String named) {
    int tenant = issuer.indexOf(TENANT);
    return tenant < 0
        ? named.equals(issuer)
        : named.startsWith(issuer.substring(0, tenant))
            && named.endsWith(issuer.substring(tenant + TENANT.length()));
  }

  /** What is set counts before what the document says. */
  static OpenIdMetadata of(JsonNode document, String issuer, ProviderSettings settings)
      throws ProviderFailed {
    var set = settings.endpoints();
    List<String> methods = new ArrayList<>();
    document
        .path("token_endpoint_auth_methods_supported")
        .forEach(method -> methods.add(method.asText()));
    return new OpenIdMetadata(
        issuer,
        required(set.authorization(), document, "authorization_endpoint", settings),
        required(set.token(), document, "token_endpoint", settings),
        found(set.user(), document, "userinfo_endpoint", settings),
        required(set.keys(), document, "jwks_uri", settings),
        !methods.contains("client_secret_basic") && methods.contains("client_secret_post"),
        document.path("authorization_response_iss_parameter_supported").asBoolean(false));
  }

  /** Without a document: everything that is needed is set. */
  static @Nullable OpenIdMetadata set(ProviderSettings settings) {
    ProviderEndpoints set = settings.endpoints();
    var authorization = set.authorization();
    var token = set.token();
    var keys = set.keys();
    return authorization == null || token == null || keys == null
        ? null
        : new OpenIdMetadata(
            settings.issuer().toString(), authorization, token, set.user(), keys, false, false);
  }

  private static URI required(
      @Nullable URI set, JsonNode document, String field, ProviderSettings settings)
      throws ProviderFailed {
    var found = found(set, document, field, settings);
    if (found == null) {
      throw new ProviderFailed(
          Reason.NO_ANSWER, settings.displayName() + " does not publish its " + field);
    }
    return found;
  }

  /** An issuer that is reached over TLS cannot have us ask elsewhere without. */
  private static @Nullable URI found(
      @Nullable URI set, JsonNode document, String field, ProviderSettings settings)
      throws ProviderFailed {
    String text = document.path(field).asText();
    if (set != null || text.isEmpty()) {
      return set;
    }
    try {
      var uri = URI.create(text);
      if (uri.getHost() != null
          && ("https".equals(uri.getScheme())
              || settings.issuer().getScheme().equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new ProviderFailed(
          Reason.NOT_BELIEVED, settings.displayName() + " publishes a wrong " + field, e);
    }
    throw new ProviderFailed(
        Reason.NOT_BELIEVED, settings.displayName() + " publishes a wrong " + field);
  }
}
