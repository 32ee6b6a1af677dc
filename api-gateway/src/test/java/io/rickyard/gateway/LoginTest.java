package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door through which command lines get their tokens. */
class LoginTest {

  private static final String NAME = "/v1/login/requests/WDJB-MJHT";
  private static final String COOKIE = "rickyard-session=" + AuthDouble.HANDLE;

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    var auth = installation.auth.service();
    auth.on(
        "POST /internal/login/browser",
        _ -> Reply.json(200, Map.of("location", "/#/authorize/rkl_name")));
    auth.on(
        "POST /internal/login/token",
        request ->
            request.json().path("device_code").asText().equals("good")
                ? Reply.json(200, Map.of("access_token", "sbp_x", "token_type", "Bearer"))
                : Reply.json(200, Map.of("error", "authorization_pending")));
    auth.on(
        "POST /internal/login/device",
        request -> Reply.json(200, Map.of("user_code", request.json().path("host").asText())));
    auth.on("GET /internal/login/requests/WDJB-MJHT", _ -> Reply.json(200, Map.of("host", "h")));
    auth.on("POST /internal/login/requests/WDJB-MJHT/approve", _ -> Reply.json(200, Map.of()));
    auth.on("POST /internal/login/requests/WDJB-MJHT/refuse", _ -> Reply.json(200, Map.of()));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void browserIsLedToThePage() {
    // when
    var answer = stranger().get("/v1/login/authorize?client_id=rickyard-cli&state=a%20b&x=y");

    // then
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).isEqualTo("/#/authorize/rkl_name");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    var passed = installation.auth.service().asked("POST /internal/login/browser").getLast().json();
    assertThat(passed.path("client_id").asText()).isEqualTo("rickyard-cli");
    assertThat(passed.path("state").asText()).isEqualTo("a b");
    assertThat(passed.size()).isEqualTo(2);
  }

  @Test
  void errorsAreInTheBodyAsOAuthHasThem() {
    // when
    var pending = form("/v1/login/token", "device_code=other");
    var granted = form("/v1/login/token", "device_code=good");

    // then
    assertThat(pending.status()).isEqualTo(400);
    assertThat(pending.json().path("error").asText()).isEqualTo("authorization_pending");
    assertThat(granted.status()).isEqualTo(200);
    assertThat(granted.json().path("access_token").asText()).isEqualTo("sbp_x");
    assertThat(granted.header("cache-control")).isEqualTo("no-store");
    assertThat(form("/v1/login/device", "host=my+laptop").json().path("user_code").asText())
        .isEqualTo("my laptop");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/login/token, client_id=a&client_id=b",
    "/v1/login/device, client_id=%zz",
    "/v1/login/device, host=a&host="
  })
  void parameterThatIsGivenTwiceOrBrokenIsRefused(String path, String body) {
    assertThat(form(path, body).status()).isEqualTo(400);
  }

  @Test
  void formIsNoJson() {
    assertThat(stranger().post("/v1/login/token", "{}").status()).isEqualTo(415);
  }

  @Test
  void staleCookieDoesNotKeepAnybodyFromAsking() {
    assertThat(
            stranger()
                .header("Cookie", "rickyard-session=rks_" + "d".repeat(40))
                .get("/v1/login/authorize?client_id=rickyard-cli")
                .status())
        .isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource({"POST, /approve", "POST, /refuse"})
  void anotherSitesPageDecidesNothing(String method, String what) {
    // when
    var forged = stranger().header("Cookie", COOKIE).send(method, NAME + what, null);
    var ours =
        stranger()
            .header("Cookie", COOKIE)
            .header("X-Rickyard-CSRF", "1")
            .send(method, NAME + what, null);

    // then
    assertThat(forged.status()).isEqualTo(403);
    assertThat(forged.code()).isEqualTo("csrf_header_missing");
    assertThat(ours.status()).isEqualTo(200);
  }

  @Test
  void deciderIsKnown() {
    assertThat(stranger().get(NAME).status()).isEqualTo(401);
    assertThat(stranger().send("POST", NAME + "/approve", null).status()).isEqualTo(401);
    assertThat(stranger().header("Cookie", COOKIE).get(NAME).json().path("host").asText())
        .isEqualTo("h");
  }

  @Test
  void metadataNamesTheDoors() {
    // when
    var metadata = stranger().get("/.well-known/oauth-authorization-server").json();

    // then
    assertThat(metadata.path("issuer").asText()).isEqualTo("http://localhost:8000");
    assertThat(metadata.path("token_endpoint").asText())
        .isEqualTo("http://localhost:8000/v1/login/token");
    assertThat(metadata.path("code_challenge_methods_supported").toString())
        .isEqualTo("[\"S256\"]");
  }

  private static Caller.Answered form(String path, String body) {
    return stranger().header("Content-Type", "application/x-www-form-urlencoded").post(path, body);
  }

  private static Caller stranger() {
    return new Caller(installation.url());
  }
}
