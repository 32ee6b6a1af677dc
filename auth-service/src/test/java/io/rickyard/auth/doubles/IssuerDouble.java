package io.rickyard.auth.doubles;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer that lets everybody in, and takes a code only from the client that it is
 * for, with its secret, the same return address, and the verifier.
 */
public final class IssuerDouble implements AutoCloseable {

  /** As whom the service is known there. */
  public static final String CLIENT = "rickyard client";

  /** What proves that; with characters that have to be encoded. */
  public static final String SECRET = "s3cret:/+ of the client";

  private final ProviderServer server = new ProviderServer();
  private final Clock clock;
  private final ECKey key = key();
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> accessTokens = new ConcurrentHashMap<>();

  private volatile UnaryOperator<JWTClaimsSet.Builder> changed = UnaryOperator.identity();
  private volatile ECKey signs = key;
  private volatile ProviderServer.@Nullable Answer insteadOfTokens;

  private record Grant(Map<String, String> asked, Map<String, Object> person) {}

  /** Starts one whose tokens have this clock's times. */
  public IssuerDouble(Clock clock) {
    this.clock = clock;
    server.on("/.well-known/openid-configuration", this::discovery);
    server.on("/jwks", exchange -> json(exchange, 200, new JWKSet(key).toJSONObject(true)));
    server.on("/token", this::token);
    server.on("/me", this::userInfo);
  }

  /** Who it is. */
  public String url() {
    return server.url();
  }

  /** Settings under which the service knows it by a name. */
  public Map<String, Object> settings(String name) {
    String prefix = "rickyard.auth.providers." + name + ".";
    return new HashMap<>(
        Map.of(
            prefix + "issuer", url(),
            prefix + "client-id", CLIENT,
            prefix + "client-secret", SECRET));
  }

  /** What its page asks for on the way there. */
  public Map<String, String> asked(URI page) {
    return ProviderServer.query(page);
  }

  /** Lets somebody in who came with this address; gives the query with which they go back. */
  public String letIn(URI page, Map<String, Object> person) {
    var asked = ProviderServer.query(page);
    String code = "code " + UUID.randomUUID();
    codes.put(code, new Grant(asked, person));
    return encoded(Map.of("code", code, "state", requireNonNull(asked.get("state")), "iss", url()));
  }

  /** An ID token as a program gets it by itself. */
  public String idToken(Map<String, Object> claims) {
    return signed(claims);
  }

  /** From now on tokens are not what they should be. */
  public void changes(UnaryOperator<JWTClaimsSet.Builder> change) {
    changed = change;
  }

  /** From now on tokens are signed by a key that is not published, of the same id. */
  public void signsWithAnotherKey() {
    signs = key();
  }

  /** From now on the token endpoint answers in this way. */
  public void answersInsteadOfTokens(int status, String type, String body) {
    insteadOfTokens = exchange -> ProviderServer.send(exchange, status, type, body);
  }

  /** From now on the token endpoint sends a byte now and then, for ever. */
  public void trickles() {
    insteadOfTokens =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          var body = exchange.getResponseBody();
          try {
            while (true) {
              body.write(' ');
              body.flush();
              Thread.sleep(50);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
  }

  /** Is as it should be again. */
  public void behaves() {
    changed = UnaryOperator.identity();
    signs = key;
    insteadOfTokens = null;
  }

  private void discovery(HttpExchange exchange) throws IOException {
    json(
        exchange,
        200,
        Map.of(
            "issuer", url(),
            "authorization_endpoint", url() + "/auth?tenant=one",
            "token_endpoint", url() + "/token",
            "userinfo_endpoint", url() + "/me",
            "jwks_uri", url() + "/jwks",
            "authorization_response_iss_parameter_supported", true));
  }

  private void token(HttpExchange exchange) throws IOException {
    var instead = insteadOfTokens;
    var form = ProviderServer.form(exchange);
    if (instead != null) {
      instead.to(exchange);
      return;
    }
    var grant = codes.remove(form.getOrDefault("code", ""));
    if (!basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, 401, Map.of("error", "invalid_client"));
    } else if (grant == null
        || !form.getOrDefault("redirect_uri", "").equals(grant.asked().get("redirect_uri"))
        || !CLIENT.equals(grant.asked().get("client_id"))
        || !challenge(form.getOrDefault("code_verifier", ""))
            .equals(grant.asked().get("code_challenge"))) {
      json(exchange, 400, Map.of("error", "invalid_grant"));
    } else {
      Map<String, Object> claims = new HashMap<>();
      claims.put("sub", grant.person().get("sub"));
      claims.put("nonce", grant.asked().get("nonce"));
      String accessToken = "access " + UUID.randomUUID();
      accessTokens.put(accessToken, grant.person());
      json(
          exchange,
          200,
          Map.of("access_token", accessToken, "token_type", "Bearer", "id_token", signed(claims)));
    }
  }

  private void userInfo(HttpExchange exchange) throws IOException {
    String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var person = accessTokens.get(shown.replaceFirst("^Bearer ", ""));
    if (person == null) {
      json(exchange, 401, Map.of("error", "invalid_token"));
    } else {
      json(exchange, 200, person);
    }
  }

  private String signed(Map<String, Object> claims) {
    var now = clock.instant();
    var builder =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    claims.forEach(builder::claim);
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            changed.apply(builder).build());
    try {
      token.sign(new ECDSASigner(signs));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String basic() {
    String pair = encoded(CLIENT) + ":" + encoded(SECRET);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(Map<String, String> values) {
    var all = new LinkedHashMap<>(values);
    return String.join(
        "&", all.entrySet().stream().map(e -> e.getKey() + "=" + encoded(e.getValue())).toList());
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("the one key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void json(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    String text = ContractJson.mapper().writeValueAsString(body);
    ProviderServer.send(exchange, status, "application/json", text);
  }

  @Override
  public void close() {
    server.close();
  }
}
