package io.rickyard.auth.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.rickyard.auth.provider.AuthorizationRequest;
import io.rickyard.auth.provider.BroughtToken;
import io.rickyard.auth.provider.Provider;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.auth.provider.ProviderKind;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.provider.ProviderSettings;
import io.rickyard.contracts.json.ContractJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A provider that speaks OpenID Connect: its ID token says who somebody is. */
public final class OpenIdProvider implements Provider {

  private final ProviderHttp http;
  private final ProviderSettings settings;
  private final URI callback;
  private final Clock clock;
  private final TokenEndpoint tokens;
  private final Discovery discovery;
  private final Map<OpenIdMetadata, IdTokens> idTokens = new ConcurrentHashMap<>();

  /**
   * Speaks to one.
   *
   * @param callback where browsers come back to
   */
  public OpenIdProvider(ProviderHttp http, ProviderSettings settings, URI callback, Clock clock) {
    this.http = http;
    this.settings = settings;
    this.callback = callback;
    this.clock = clock;
    this.tokens = new TokenEndpoint(http, settings, callback);
    this.discovery = new Discovery(http, settings, clock);
  }

  @Override
  public ProviderSettings settings() {
    return settings;
  }

  @Override
  public URI authorization(AuthorizationRequest out) throws ProviderFailed {
    return Authorization.of(metadata().authorization(), settings, callback, out);
  }

  @Override
  public void answered(@Nullable String issuer) throws ProviderFailed {
    var metadata = metadata();
    if (issuer == null ? metadata.namesItself() : !metadata.isOf(issuer)) {
      throw new ProviderFailed(
          Reason.NOT_BELIEVED, "The answer does not come from " + settings.displayName());
    }
  }

  @Override
  public ProviderProfile redeem(String code, String verifier, String nonce) throws ProviderFailed {
    var metadata = metadata();
    var answer = tokens.redeem(metadata.token(), metadata.secretInBody(), code, verifier);
    String idToken = Profiles.text(answer, "id_token");
    if (idToken == null) {
      throw notBelieved(settings.displayName() + " sent no ID token");
    }
    var claims = idTokens(metadata).verify(idToken, Set.of(settings.clientId()));
    if (!nonce.equals(claims.getClaim("nonce"))) {
      throw notBelieved("The ID token was issued for another sign-in");
    }
    String accessToken = answer.path("access_token").asText();
    AccessTokenHash.check(claims, idToken, accessToken);
    return profile(claims, withUserInfo(metadata, claims, accessToken));
  }

  @Override
  public ProviderProfile read(BroughtToken token) throws ProviderFailed {
    Set<String> audiences = new HashSet<>(settings.audiences());
    audiences.add(settings.clientId());
    var claims = idTokens(metadata()).verify(token.idToken(), audiences);
    checkNonce(claims.getClaim("nonce"), token.nonce());
    if (token.accessToken() != null) {
      AccessTokenHash.check(claims, token.idToken(), token.accessToken());
    }
    return profile(claims, json(claims));
  }

  /** The token holds the nonce's SHA-256 in hexadecimal, so that the provider does not know it. */
  private static void checkNonce(@Nullable Object claim, @Nullable String nonce)
      throws ProviderFailed {
    boolean claimed = claim != null && !claim.equals("");
    boolean shown = nonce != null && !nonce.isEmpty();
    if (claimed != shown) {
      throw notBelieved("Passed nonce and nonce in id_token should either both exist or not.");
    }
    if (nonce != null && shown && !sha256(nonce).equals(claim)) {
      throw notBelieved("Nonces mismatch");
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Many say no more in the ID token than who it is; the rest is asked for (Core, 5.3.2). */
  private ObjectNode withUserInfo(OpenIdMetadata metadata, JWTClaimsSet claims, String accessToken)
      throws ProviderFailed {
    var known = json(claims);
    var user = metadata.user();
    if (user == null || known.has("email")) {
      return known;
    }
    JsonNode more = http.read(user, Map.of("Authorization", "Bearer " + accessToken));
    if (!claims.getSubject().equals(more.path("sub").asText())) {
      throw notBelieved(settings.displayName() + " told of somebody else");
    }
    more.properties().forEach(claim -> known.putIfAbsent(claim.getKey(), claim.getValue()));
    return known;
  }

  private ProviderProfile profile(JWTClaimsSet claims, ObjectNode known) throws ProviderFailed {
    String email = Profiles.text(known, "email");
    boolean verified = email != null && isVerified(known);
    String name = Profiles.text(known, "name");
    String picture = Profiles.text(known, "picture");
    String login = Profiles.text(known, "preferred_username");
    String data =
        new Profiles()
            .put("iss", claims.getIssuer())
            .put("sub", claims.getSubject())
            .put("provider_id", claims.getSubject())
            .put("email", email)
            .put("email_verified", verified)
            .put("phone_verified", false)
            .put("name", name)
            .put("full_name", name)
            .put("picture", picture)
            .put("avatar_url", picture)
            .put("user_name", login)
            .put("preferred_username", login)
            .json();
    try {
      return new ProviderProfile(
          settings.name(), claims.getIssuer(), claims.getSubject(), email, verified, data);
    } catch (IllegalArgumentException e) {
      throw new ProviderFailed(Reason.NOT_BELIEVED, "The ID token names no subject", e);
    }
  }

  /**
   * Microsoft's {@code email} is whatever a tenant's administrator wrote there; that its owner was
   * asked is said by {@code xms_edov} alone, which has to be switched on for the application.
   */
  private boolean isVerified(JsonNode known) {
    String claim = settings.kind() == ProviderKind.AZURE ? "xms_edov" : "email_verified";
    return isTrue(known.path(claim));
  }

  private static boolean isTrue(JsonNode claim) {
    return claim.asBoolean(false) || claim.asText().equals("1");
  }

  private OpenIdMetadata metadata() throws ProviderFailed {
    var set = OpenIdMetadata.set(settings);
    return set == null ? discovery.metadata() : set;
  }

  /** With the keys that are remembered for as long as the issuer says the same of itself. */
  private IdTokens idTokens(OpenIdMetadata metadata) {
    idTokens.keySet().removeIf(known -> !known.equals(metadata));
    return idTokens.computeIfAbsent(
        metadata, known -> new IdTokens(http, known.keys(), known.issuer(), clock));
  }

  private static ObjectNode json(JWTClaimsSet claims) {
    return ContractJson.mapper().valueToTree(claims.toJSONObject());
  }

  private static ProviderFailed notBelieved(String why) {
    return new ProviderFailed(Reason.NOT_BELIEVED, why);
  }
}
