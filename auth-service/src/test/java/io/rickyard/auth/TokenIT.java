package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.Received;
import io.rickyard.testing.Eventually;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Machine tokens, tickets, service tokens, keys, and what is told of their end. */
class TokenIT {

  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void accessTokenIsShownOnceAndStandsForItsUserUntilItIsRevoked() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    var made = client.post("/internal/access-tokens", Map.of("name", "ci \uD83D\uDE80 'x'"), me);
    String id = made.text("id");

    // when
    var exchanged = client.exchange(made.text("token"));

    // then
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("token")).matches("sbp_[0-9a-f]{40}");
    assertThat(exchanged.text("kind")).isEqualTo("token");
    assertThat(exchanged.text("token_id")).isEqualTo(id);
    assertThat(exchanged.body().path("scopes").isArray()).isTrue();
    var listed = listed(me, id);
    assertThat(listed.path("name").asText()).isEqualTo("ci \uD83D\uDE80 'x'");
    assertThat(listed.path("last_used_at").asText()).startsWith("20");
    assertThat(listed.path("hint").asText()).endsWith(lastFour(made.text("token")));
    assertThat(listed.has("token")).isFalse();
    assertThat(client.delete("/internal/access-tokens/" + id, me).status()).isEqualTo(204);
    assertThat(client.exchange(made.text("token")).text("code")).isEqualTo("invalid_token");
    assertThat(client.delete("/internal/access-tokens/" + id, me).status()).isEqualTo(404);
  }

  @Test
  void accessTokenAskedForTwiceUnderOneKeyIsOneTokenShownOnce() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    var first = client.send(once("ci", "a", me));

    // when
    var again = client.send(once("ci", "a", me));
    var other = client.send(once("other", "b", me));

    // then
    assertThat(first.text("token")).startsWith("sbp_");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(again.body().hasNonNull("token")).isFalse();
    assertThat(again.header("Rickyard-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
    assertThat(client.exchange(first.text("token")).status()).isEqualTo(200);
  }

  private static HttpRequest.Builder once(String name, String fingerprint, String bearer) {
    return client
        .with("POST", "/internal/access-tokens", Map.of("name", name), bearer)
        .header("Idempotency-Key", "key-1")
        .header("Rickyard-Idempotency-Scope", "POST /v1/access-tokens")
        .header("Rickyard-Idempotency-Fingerprint", fingerprint);
  }

  @Test
  void accessTokenEndsByItself() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    String expiry = TestClock.CLOCK.instant().plusSeconds(5).toString();
    var made =
        client.post("/internal/access-tokens", Map.of("name", "short", "expires_at", expiry), me);
    TestClock.CLOCK.advance(Duration.ofSeconds(6));

    // when
    var exchanged = client.exchange(made.text("token"));

    // then
    assertThat(exchanged.status()).isEqualTo(401);
    assertThat(exchanged.text("code")).isEqualTo("token_expired");
  }

  @Test
  void scopesStayWithTheirToken() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    var scopes = List.of("task.*@project:shopshopshopshopshop", "project.read");
    var made = client.post("/internal/access-tokens", Map.of("name", "ci", "scopes", scopes), me);

    // when
    var exchanged = client.exchange(made.text("token"));

    // then
    assertThat(made.status()).isEqualTo(201);
    assertThat(exchanged.body().path("scopes"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(scopes);
    assertThat(listed(me, made.text("id")).path("scopes")).hasSize(2);
    String limited = exchanged.text("internal_token");
    assertThat(client.post("/internal/access-tokens", Map.of("name", "more"), limited).status())
        .isEqualTo(403);
    assertThat(
            client
                .post("/internal/access-tokens/" + made.text("id") + "/rotate", Map.of(), limited)
                .status())
        .isEqualTo(403);
  }

  @Test
  void scopeThatAllowsNothingIsRefused() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));

    // when
    var refused =
        client.post(
            "/internal/access-tokens",
            Map.of("name", "ci", "scopes", List.of("member.delete")),
            me);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail")).contains("member.delete");
  }

  @Test
  void rotatedTokenWorksBesideTheOneBeforeForAWhile() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    var made = client.post("/internal/access-tokens", Map.of("name", "rotated"), me);
    String rotate = "/internal/access-tokens/" + made.text("id") + "/rotate";

    // when
    var rotated = client.post(rotate, Map.of("overlap", "PT10M"), me);

    // then
    assertThat(rotated.status()).as(rotated.body().toString()).isEqualTo(200);
    assertThat(client.exchange(rotated.text("token")).text("token_id")).isEqualTo(made.text("id"));
    assertThat(client.exchange(made.text("token")).status()).isEqualTo(200);
    TestClock.CLOCK.advance(Duration.ofMinutes(11));
    assertThat(client.exchange(made.text("token")).text("code")).isEqualTo("invalid_token");
    assertThat(client.exchange(rotated.text("token")).status()).isEqualTo(200);
    String again = client.internal(installation.signedIn().text("access_token"));
    client.delete("/internal/access-tokens/" + made.text("id"), again);
    assertThat(client.exchange(rotated.text("token")).status()).isEqualTo(401);
  }

  @Test
  void rotationWithoutOverlapEndsTheOneBeforeAtOnceAndRevocationEndsBoth() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    var made = client.post("/internal/access-tokens", Map.of("name", "stolen"), me);
    String token = "/internal/access-tokens/" + made.text("id");

    // when
    var rotated = client.post(token + "/rotate", Map.of("overlap", "PT0S"), me);
    var overlapping = client.post(token + "/rotate", Map.of(), me);
    client.delete(token, me);

    // then
    assertThat(client.exchange(made.text("token")).status()).isEqualTo(401);
    assertThat(client.exchange(rotated.text("token")).status()).isEqualTo(401);
    assertThat(client.exchange(overlapping.text("token")).status()).isEqualTo(401);
    assertThat(client.post(token + "/rotate", Map.of(), me).status()).isEqualTo(404);
    assertThat(client.post(token + "/rotate", Map.of("overlap", "P8D"), me).status())
        .isEqualTo(400);
  }

  @Test
  void anotherUsersAccessTokenCannotBeRevoked() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    String mine = client.post("/internal/access-tokens", Map.of("name", "mine"), me).text("id");
    String password = installation.newUser("eve@example.com");
    String eve = client.internal(client.signIn("eve@example.com", password).text("access_token"));

    // when
    var refused = client.delete("/internal/access-tokens/" + mine, eve);

    // then
    assertThat(refused.status()).isEqualTo(404);
  }

  @Test
  void ticketOpensOneStreamWithinHalfAMinute() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    String ticket = client.post("/internal/stream-tickets", "", me).text("ticket");
    String late = client.post("/internal/stream-tickets", "", me).text("ticket");

    // when
    var first = client.exchange(ticket);

    // then
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text("kind")).isEqualTo("session");
    assertThat(client.exchange(ticket).status()).isEqualTo(401);
    TestClock.CLOCK.advance(Duration.ofSeconds(31));
    assertThat(client.exchange(late).status()).isEqualTo(401);
  }

  @Test
  void serviceGetsATokenOfItsOwnWithItsSecretOnly() {
    // when
    var wrong =
        client.post(
            "/internal/service-token", Map.of("service", "api-gateway", "secret", "guess"), null);

    // then
    assertThat(wrong.status()).isEqualTo(401);
    String gateway = installation.gateway();
    assertThat(client.post("/internal/stream-tickets", "", gateway).status()).isEqualTo(403);
    String userId = installation.signedIn().body().path("user").path("id").asText();
    var found = client.post("/internal/users/lookup", Map.of("ids", List.of(userId)), gateway);
    assertThat(found.body().get(0).path("email").asText()).isEqualTo(TestInstallation.EMAIL);
  }

  @Test
  void codeForSomebodyElseIsForServicesOnly() {
    // given
    installation.newUser("bob@example.com");
    String me = client.internal(installation.signedIn().text("access_token"));

    // when
    var refused = client.post("/internal/sign-in-codes", Map.of("email", "bob@example.com"), me);

    // then
    assertThat(refused.status()).isEqualTo(404);
  }

  @Test
  void codeIsTooOldAfterAQuarterOfAnHour() {
    // given
    var body = Map.of("email", TestInstallation.EMAIL);
    String code = client.post("/internal/sign-in-codes", body, installation.gateway()).text("code");
    TestClock.CLOCK.advance(Duration.ofMinutes(15).plusSeconds(1));

    // when
    var answer = client.post("/verify", Map.of("type", "magiclink", "token_hash", code), null);

    // then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void revocationIsToldToWhoeverCachesTokens() {
    // given
    var told = new CopyOnWriteArrayList<IdentityEvent>();
    try (var _ =
        Follower.start(
            installation.broker().settings("test"),
            "test",
            Set.of(Topic.IDENTITY_EVENTS),
            Follower.Start.BEGINNING,
            batch -> batch.forEach(received -> collect(received, told)))) {
      String me = client.internal(installation.signedIn().text("access_token"));
      String id = client.post("/internal/access-tokens", Map.of("name", "told"), me).text("id");

      // when
      client.delete("/internal/access-tokens/" + id, me);

      // then
      Eventually.asserted(() ->
          assertThat(told)
              .anySatisfy(event ->
                  assertThat(event)
                      .isInstanceOfSatisfying(
                          IdentityEvent.TokenRevoked.class,
                          revoked -> assertThat(revoked.tokenId()).isEqualTo(id))));
    }
  }

  @Test
  void deedsReachTheTrailWhichTheServiceCannotRewrite() throws SQLException {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));
    String id = client.post("/internal/access-tokens", Map.of("name", "noted"), me).text("id");

    // when
    Eventually.asserted(() -> assertThat(actions(id)).contains("token.create/done/person"));

    // then
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement()) {
      for (String sql : List.of("update audit set actor_id = 'nobody'", "delete from audit")) {
        assertThatThrownBy(() -> statement.execute(sql))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void signInsAreAuditedOnceWithTheAddressThatTheGatewayNames() {
    // given
    String password = installation.newUser("far@example.com");

    // when
    for (String word : List.of(password, "wrong")) {
      client.send(
          client
              .with(
                  "POST",
                  "/token?grant_type=password",
                  Map.of("email", "far@example.com", "password", word),
                  null)
              .header("X-Forwarded-For", "6.6.6.6, 203.0.113.77")
              .header("Rickyard-Correlation-Id", "far-request"));
    }

    // then
    Eventually.asserted(() ->
        assertThat(deeds("far-request"))
            .containsExactlyInAnyOrder(
                "session.open done from 203.0.113.77", "session.open refused from 203.0.113.77"));
  }

  private static List<String> deeds(String correlation) throws SQLException {
    return audited(
        "select action || ' ' || outcome || ' from ' || origin from auth.audit where correlation_id = ?",
        correlation);
  }

  @Test
  void banEndsEverything() {
    // given
    String password = installation.newUser("gone@example.com");
    var session = client.signIn("gone@example.com", password);
    String id = session.body().path("user").path("id").asText();
    String internal = client.internal(session.text("access_token"));
    String token =
        client.post("/internal/access-tokens", Map.of("name", "x"), internal).text("token");

    // when
    var banned =
        client.put(
            "/admin/users/" + id, Map.of("ban_duration", "24h"), TestInstallation.SECRET_KEY);

    // then
    assertThat(banned.status()).isEqualTo(200);
    assertThat(client.exchange(token).status()).isEqualTo(401);
    assertThat(client.exchange(session.text("access_token")).status()).isEqualTo(401);
    assertThat(client.signIn("gone@example.com", password).text("error_code"))
        .isEqualTo("user_banned");
  }

  @Test
  void publishedKeysHoldNoPrivateHalf() {
    // when
    var keys = client.get("/.well-known/jwks.json", null).body().path("keys");

    // then
    assertThat(keys).hasSize(2);
    assertThat(keys)
        .allSatisfy(key -> {
          assertThat(key.path("alg").asText()).isEqualTo("ES256");
          assertThat(key.has("d")).isFalse();
        });
  }

  private static void collect(Received received, List<IdentityEvent> told) {
    if (received.envelope().body() instanceof IdentityEvents events) {
      told.addAll(events.events());
    }
  }

  private static List<String> actions(String target) throws SQLException {
    return audited(
        "select action || '/' || outcome || '/' || actor_kind from auth.audit where target = ?",
        target);
  }

  private static List<String> audited(String sql, String value) throws SQLException {
    try (var connection = installation.database().superuser();
        var select = connection.prepareStatement(sql)) {
      select.setString(1, value);
      var found = new ArrayList<String>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }

  private static JsonNode listed(String bearer, String id) {
    for (var token : client.get("/internal/access-tokens", bearer).body()) {
      if (token.path("id").asText().equals(id)) {
        return token;
      }
    }
    throw new AssertionError("The token is not listed");
  }

  private static String lastFour(String token) {
    return token.substring(token.length() - 4);
  }
}
