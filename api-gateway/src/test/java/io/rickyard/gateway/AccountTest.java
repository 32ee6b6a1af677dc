package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One's own account, for a page whose session is a cookie. */
class AccountTest {

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation
        .auth
        .service()
        .on(
            "GET /user",
            _ ->
                Reply.json(
                    200,
                    Map.of(
                        "id",
                        AuthDouble.ADA_ID,
                        "identities",
                        List.of(
                            Map.of(
                                "identity_id", "i1",
                                "provider", "github",
                                "created_at", "2026-11-20T12:00:00Z")),
                        "factors",
                        List.of(
                            Map.of("id", "f1", "friendly_name", "phone", "status", "verified")))))
        .on(
            "POST /factors",
            _ ->
                Reply.json(
                    200,
                    Map.of(
                        "id",
                        "f2",
                        "friendly_name",
                        "tablet",
                        "totp",
                        Map.of("qr_code", "<svg/>", "secret", "ABC", "uri", "otpauth://x"))))
        .on("POST /factors/f2/challenge", _ -> Reply.json(200, Map.of("id", "c1")))
        .on(
            "POST /factors/f2/verify",
            asked ->
                asked.json().path("code").asText().equals("123456")
                    ? Reply.json(200, Map.of("access_token", "secret"))
                    : Reply.json(
                        422,
                        Map.of(
                            "code", 422, "error_code", "mfa_verification_failed", "msg", "Wrong")))
        .on(
            "GET /user/identities/authorize",
            _ -> Reply.json(200, Map.of("url", "https://github.com/login")))
        .on("DELETE /user/identities/i1", _ -> Reply.json(200, Map.of()))
        .on("DELETE /factors/f1", _ -> Reply.json(200, Map.of("id", "f1")))
        .on(
            "PUT /user",
            asked ->
                asked.json().path("current_password").asText().equals("right")
                    ? Reply.json(200, Map.of("id", AuthDouble.ADA_ID))
                    : Reply.json(
                        400,
                        Map.of("code", 400, "error_code", "invalid_credentials", "msg", "Wrong")));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void factorsAreListedMadeVerifiedAndRemoved() {
    // given
    var browser = browser();

    // when
    var listed = browser.get("/v1/account/factors");
    var made = browser.post("/v1/account/factors", "{\"name\":\"tablet\"}");
    var wrong = browser.post("/v1/account/factors/f2/verify", "{\"code\":\"000000\"}");
    var right = browser.post("/v1/account/factors/f2/verify", "{\"code\":\"123456\"}");
    var removed = browser.send("DELETE", "/v1/account/factors/f1", null);

    // then
    assertThat(listed.json().path("data").get(0).path("name").asText()).isEqualTo("phone");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(made.json().path("secret").asText()).isEqualTo("ABC");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(right.status()).isEqualTo(204);
    assertThat(right.body()).as("tokens stay here").isEmpty();
    assertThat(removed.status()).isEqualTo(204);
    assertThat(installation.auth.service().asked("POST /factors/f2/verify").getLast().headers())
        .containsEntry("authorization", "Bearer internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void passwordIsChangedByWhoKnowsThePresentOne() {
    // when
    var wrong =
        browser()
            .send(
                "PUT",
                "/v1/account/password",
                "{\"password\":\"a goat on the roof\",\"current_password\":\"wrong\"}");
    var right =
        browser()
            .send(
                "PUT",
                "/v1/account/password",
                "{\"password\":\"a goat on the roof\",\"current_password\":\"right\"}");

    // then
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(right.status()).isEqualTo(204);
  }

  @Test
  void identitiesAreListedLinkedByThisBrowserAndUnlinked() {
    // given
    var browser =
        new Caller(installation.url())
            .header(
                "Cookie",
                "rickyard-session=" + AuthDouble.HANDLE + "; rickyard-provider-flow=rkb_1; other=2")
            .header("X-Rickyard-CSRF", "1");

    // when
    var listed = browser.get("/v1/account/identities");
    var begun = browser.post("/v1/account/identities", "{\"provider\":\"a&b\"}");
    var removed = browser.send("DELETE", "/v1/account/identities/i1", null);

    // then
    assertThat(listed.json().path("data").get(0).path("provider").asText()).isEqualTo("github");
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.json().path("url").asText()).isEqualTo("https://github.com/login");
    assertThat(begun.header("Cache-Control")).isEqualTo("no-store");
    var asked = installation.auth.service().asked("GET /user/identities/authorize").getLast();
    assertThat(asked.query()).isEqualTo("provider=a%26b&skip_http_redirect=true&quiet=true");
    assertThat(asked.headers()).containsEntry("cookie", "rickyard-provider-flow=rkb_1");
    assertThat(removed.status()).isEqualTo(204);
  }

  @Test
  void otherPagesCannotChangeAnything() {
    // given
    var bare =
        new Caller(installation.url()).header("Cookie", "rickyard-session=" + AuthDouble.HANDLE);

    // when
    var refused = bare.send("DELETE", "/v1/account/factors/f1", null);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("csrf_header_missing");
  }

  private static Caller browser() {
    return new Caller(installation.url())
        .header("Cookie", "rickyard-session=" + AuthDouble.HANDLE)
        .header("X-Rickyard-CSRF", "1");
  }
}
