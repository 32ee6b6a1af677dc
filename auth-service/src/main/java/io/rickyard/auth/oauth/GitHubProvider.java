package io.rickyard.auth.oauth;

import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.auth.provider.AuthorizationRequest;
import io.rickyard.auth.provider.BroughtToken;
import io.rickyard.auth.provider.Provider;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.provider.ProviderSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * GitHub, or an enterprise's own server of it: OAuth without ID tokens. Who somebody is stands in a
 * resource of its own, and which addresses are verified in another; the address in a profile is
 * whatever its owner shows there.
 */
public final class GitHubProvider implements Provider {

  private static final String HOSTED = "github.com";

  private final ProviderHttp http;
  private final ProviderSettings settings;
  private final URI callback;
  private final TokenEndpoint tokens;
  private final URI authorization;
  private final URI token;
  private final URI user;
  private final URI emails;

  /**
   * Speaks to one.
   *
   * @param callback where browsers come back to
   */
  public GitHubProvider(ProviderHttp http, ProviderSettings settings, URI callback) {
    this.http = http;
    this.settings = settings;
    this.callback = callback;
    this.tokens = new TokenEndpoint(http, settings, callback);
    String site = settings.issuer().toString();
    String api =
        HOSTED.equals(settings.issuer().getHost()) ? "https://api.github.com" : site + "/api/v3";
    var set = settings.endpoints();
    this.authorization =
        requireNonNullElseGet(
            set.authorization(), () -> URI.create(site + "/login/oauth/authorize"));
    this.token =
        requireNonNullElseGet(set.token(), () -> URI.create(site + "/login/oauth/access_token"));
    this.user = requireNonNullElseGet(set.user(), () -> URI.create(api + "/user"));
    this.emails = requireNonNullElseGet(set.emails(), () -> URI.create(api + "/user/emails"));
  }

  @Override
  public ProviderSettings settings() {
    return settings;
  }

  @Override
  public URI authorization(AuthorizationRequest out) {
    return Authorization.of(authorization, settings, callback, out);
  }

  @Override
  public void answered(@Nullable String issuer) throws ProviderFailed {
    String site = settings.issuer().toString();
    if (issuer != null && !issuer.equals(site) && !issuer.equals(site + "/login/oauth")) {
      throw new ProviderFailed(
          Reason.NOT_BELIEVED, "The answer does not come from " + settings.displayName());
    }
  }

  @Override
  public ProviderProfile redeem(String code, String verifier, String nonce) throws ProviderFailed {
    String accessToken = tokens.redeem(token, true, code, verifier).path("access_token").asText();
    Map<String, String> shown = Map.of("Authorization", "Bearer " + accessToken);
    JsonNode person = http.read(user, shown);
    JsonNode id = person.path("id");
    if (!id.isIntegralNumber()) {
      throw new ProviderFailed(
          Reason.NO_ANSWER, settings.displayName() + " does not say who somebody is");
    }
    var primary = primary(http.read(emails, shown));
    return profile(
        person,
        id.asText(),
        primary.map(address -> address.path("email").asText()).orElse(null),
        primary.map(address -> address.path("verified").asBoolean(false)).orElse(false));
  }

  private static Optional<JsonNode> primary(JsonNode addresses) {
    return StreamSupport.stream(addresses.spliterator(), false)
        .filter(address -> address.path("primary").asBoolean(false))
        .filter(address -> address.path("email").isTextual())
        .findFirst();
  }

  private ProviderProfile profile(
      JsonNode person, String id, @Nullable String email, boolean verified) {
    String login = Profiles.text(person, "login");
    String name = Profiles.text(person, "name");
    String issuer = settings.issuer().toString();
    String data =
        new Profiles()
            .put("iss", issuer)
            .put("sub", id)
            .put("provider_id", id)
            .put("email", email)
            .put("email_verified", verified)
            .put("phone_verified", false)
            .put("name", name)
            .put("full_name", name)
            .put("avatar_url", Profiles.text(person, "avatar_url"))
            .put("user_name", login)
            .put("preferred_username", login)
            .json();
    return new ProviderProfile(settings.name(), issuer, id, email, verified, data);
  }

  @Override
  public ProviderProfile read(BroughtToken token) throws ProviderFailed {
    throw new ProviderFailed(Reason.NOT_BELIEVED, settings.displayName() + " issues no ID tokens");
  }
}
