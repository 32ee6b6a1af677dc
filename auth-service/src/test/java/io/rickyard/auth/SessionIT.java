package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in and staying so, as auth-js does it. */
class SessionIT {

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
  void passwordGivesASessionInGoTruesForm() throws IOException {
    // when
    var answer = client.signIn(" ADA@example.COM", TestInstallation.PASSWORD);

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("token_type")).isEqualTo("bearer");
    assertThat(answer.body().path("expires_in").asLong()).isEqualTo(3600);
    assertThat(answer.text("refresh_token")).matches("[a-z2-7]{12}");
    assertThat(answer.body().path("user").path("email").asText()).isEqualTo(TestInstallation.EMAIL);
    assertThat(answer.body().path("user").path("last_sign_in_at").asText()).startsWith("20");
    JsonNode claims = claims(answer.text("access_token"));
    assertThat(claims.path("iss").asText()).isEqualTo("http://localhost:8000/auth/v1");
    assertThat(claims.path("aud").asText()).isEqualTo("authenticated");
    assertThat(claims.path("role").asText()).isEqualTo("authenticated");
    assertThat(claims.path("amr").get(0).path("method").asText()).isEqualTo("password");
    assertThat(claims.path("session_id").asText()).hasSize(36);
  }

  @Test
  void refreshRotatesAndTheGraceGivesTheSameChild() {
    // given
    String first = installation.signedIn().text("refresh_token");
    String second = client.refresh(first).text("refresh_token");
    String third = client.refresh(second).text("refresh_token");
    TestClock.CLOCK.advance(Duration.ofSeconds(9));

    // when
    var again = client.refresh(first);

    // then
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("refresh_token")).isEqualTo(third);
  }

  @Test
  void reuseAfterTheGraceEndsTheSessionForEverybody() {
    // given
    var session = installation.signedIn();
    String first = session.text("refresh_token");
    String second = client.refresh(first).text("refresh_token");
    TestClock.CLOCK.advance(Duration.ofSeconds(11));

    // when
    var reused = client.refresh(first);

    // then
    assertThat(reused.status()).isEqualTo(400);
    assertThat(reused.text("error_code")).isEqualTo("refresh_token_already_used");
    assertThat(client.refresh(second).text("error_code")).isEqualTo("session_expired");
    assertThat(client.exchange(session.text("access_token")).text("code"))
        .isEqualTo("invalid_token");
  }

  @Test
  void manyRefreshesAtOnceAgreeOnOneChild() throws Exception {
    // given
    String token = installation.signedIn().text("refresh_token");

    // when
    List<String> children;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      children =
          threads
              .invokeAll(
                  IntStream.range(0, 8)
                      .mapToObj(
                          _ -> (Callable<String>) () -> client.refresh(token).text("refresh_token"))
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(children).hasSize(8).containsOnly(children.getFirst());
  }

  @Test
  void signOutEndsTheSessionAtOnce() {
    // given
    String access = installation.signedIn().text("access_token");

    // when
    var out = client.post("/logout?scope=local", "", access);

    // then
    assertThat(out.status()).isEqualTo(204);
    assertThat(client.get("/user", access).status()).isEqualTo(403);
    assertThat(client.get("/user", access).text("error_code")).isEqualTo("session_not_found");
    assertThat(client.exchange(access).text("code")).isEqualTo("invalid_token");
  }

  @Test
  void signingOutElsewhereKeepsThisSession() {
    // given
    String here = installation.signedIn().text("access_token");
    String elsewhere = installation.signedIn().text("access_token");

    // when
    client.post("/logout?scope=others", "", here);

    // then
    assertThat(client.get("/user", here).status()).isEqualTo(200);
    assertThat(client.get("/user", elsewhere).text("error_code")).isEqualTo("session_not_found");
  }

  @Test
  void browserHoldsTheSessionByAHandleAndTheGatewayCanEndIt() {
    // given
    String access = installation.signedIn().text("access_token");
    var browser = client.post("/internal/browser-sessions", Map.of("access_token", access), access);
    var exchanged = client.exchange(browser.text("handle"));

    // when
    var out = client.post("/logout?scope=local", "", exchanged.text("internal_token"));

    // then
    assertThat(browser.status()).isEqualTo(201);
    assertThat(browser.text("handle")).matches("rks_[0-9a-f]{40}");
    assertThat(exchanged.text("kind")).isEqualTo("session");
    assertThat(exchanged.text("session_id")).isEqualTo(browser.text("session_id"));
    assertThat(out.status()).isEqualTo(204);
    assertThat(client.exchange(browser.text("handle")).status()).isEqualTo(401);
  }

  @Test
  void ofManyWhoRedeemOneCodeExactlyOneGetsASession() throws Exception {
    // given
    String code =
        client
            .post(
                "/internal/sign-in-codes",
                Map.of("email", TestInstallation.EMAIL),
                installation.gateway())
            .text("code");

    // when
    List<Integer> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads
              .invokeAll(
                  IntStream.range(0, 8)
                      .mapToObj(_ ->
                          (Callable<Integer>)
                              () ->
                                  client
                                      .post(
                                          "/verify",
                                          Map.of("type", "magiclink", "token_hash", code),
                                          null)
                                      .status())
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(answers).hasSize(8).containsOnlyOnce(200);
    assertThat(answers.stream().filter(status -> status == 403)).hasSize(7);
  }

  @Test
  void newPasswordEndsTheOtherSessions() {
    // given
    var user = installation.newUser("change@example.com");
    String here = client.signIn("change@example.com", user).text("access_token");
    String elsewhere = client.signIn("change@example.com", user).text("access_token");

    // when
    var changed = client.put("/user", Map.of("password", "another fine password"), here);

    // then
    assertThat(changed.status()).isEqualTo(200);
    assertThat(client.get("/user", here).status()).isEqualTo(200);
    assertThat(client.get("/user", elsewhere).status()).isEqualTo(403);
    assertThat(client.signIn("change@example.com", user).status()).isEqualTo(400);
  }

  private static JsonNode claims(String token) throws IOException {
    return ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
