package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.identity.IdentityEvent.RightsChanged;
import io.rickyard.contracts.identity.IdentityEvent.TokenRevoked;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.identity.IdentityCache;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityTest {

  private final long later = Instant.now().getEpochSecond() + 3600;

  private Installation installation;

  @BeforeEach
  void start() {
    installation = new Installation();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void withoutTokenNothingIsShown() {
    // when
    var answer = new Caller(installation.url()).get("/v1/projects");

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("not_signed_in");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void tokenIsExchangedOnceForManyRequests() {
    // when
    for (int i = 0; i < 5; i++) {
      assertThat(ada().get("/v1/profile").status()).isEqualTo(200);
    }

    // then
    assertThat(installation.auth.exchanges()).isEqualTo(1);
  }

  @Test
  void revokedTokenIsForgottenAtOnce() {
    // given
    ada().get("/v1/profile");
    installation.auth.revoke(AuthDouble.ADA);

    // when
    installation
        .gateway()
        .context()
        .getBean(IdentityCache.class)
        .forget(new TokenRevoked(Instant.now(), "tid-ada"));

    // then
    var answer = ada().get("/v1/profile");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_token");
  }

  @Test
  void changedRightsCountAtOnceAndTheTokenGoesOn() {
    // given
    var before = ada().get("/v1/metrics");
    installation.auth.administrates(AuthDouble.ADA);
    var remembered = ada().get("/v1/metrics");

    // when
    installation
        .gateway()
        .context()
        .getBean(IdentityCache.class)
        .forget(new RightsChanged(Instant.now(), AuthDouble.ADA_ID));

    // then
    assertThat(before.code()).isEqualTo("forbidden");
    assertThat(remembered.code()).isEqualTo("forbidden");
    assertThat(ada().get("/v1/metrics").status()).isEqualTo(200);
  }

  @Test
  void unknownMachineTokenIsRefused() {
    // when
    var answer = Caller.with(installation.url(), "sbp_" + "f".repeat(40)).get("/v1/projects");

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_token");
    assertThat(answer.json().path("message").asText()).isNotEmpty();
  }

  @Test
  void tokenOfNoKnownFormIsRefusedWithoutAsking() {
    // when
    var answer = Caller.with(installation.url(), "sbp_short").get("/v1/projects");

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_token");
    assertThat(installation.auth.exchanges()).isZero();
  }

  @Test
  void tokenWithoutSignatureAlgorithmIsRefusedWithoutAsking() {
    // when
    var answer = shown(jwt("{\"alg\":\"none\"}", later, ""));

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_token");
    assertThat(installation.auth.exchanges()).isZero();
  }

  @Test
  void tokenSignedWithASharedSecretIsRefusedWithoutAsking() {
    // when
    var answer = shown(jwt("{\"alg\":\"HS256\"}", later, "c2lnbmF0dXJl"));

    // then
    assertThat(answer.code()).isEqualTo("invalid_token");
    assertThat(installation.auth.exchanges()).isZero();
  }

  @Test
  void expiredTokenIsToldSo() {
    // when
    var answer = shown(jwt("{\"alg\":\"ES256\"}", later - 7200, "c2lnbmF0dXJl"));

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("token_expired");
  }

  @Test
  void tokenWithAForeignSignatureIsRefusedByAuthService() {
    // when
    var answer = shown(jwt("{\"alg\":\"ES256\"}", later, "c2lnbmF0dXJl"));

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_token");
    assertThat(installation.auth.exchanges()).isEqualTo(1);
  }

  @Test
  void cookieReadsButChangesOnlyWithTheGuardingHeader() {
    // given
    var browser =
        new Caller(installation.url()).header("Cookie", "rickyard-session=" + AuthDouble.HANDLE);

    // when
    var read = browser.get("/v1/session");
    var bare = browser.post("/v1/organizations", "{\"name\":\"Acme\"}");
    var guarded =
        browser.header("X-Rickyard-CSRF", "1").post("/v1/organizations", "{\"name\":\"Acme\"}");

    // then
    assertThat(read.json().path("user").path("id").asText()).isEqualTo(AuthDouble.ADA_ID);
    assertThat(read.json().path("user").path("administrator").isBoolean()).isTrue();
    assertThat(bare.status()).isEqualTo(403);
    assertThat(bare.code()).isEqualTo("csrf_header_missing");
    assertThat(guarded.status()).isEqualTo(201);
  }

  @Test
  void mailboxIsReadAtAuthServiceAsTheCaller() {
    // given
    installation
        .auth
        .service()
        .on("GET /internal/mails", _ -> Reply.json(200, Map.of("data", List.of())));

    // when
    var answer = Caller.with(installation.url(), AuthDouble.ADA).get("/v1/mails?limit=5");

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    var asked = installation.auth.service().asked("GET /internal/mails").getLast();
    assertThat(asked.headers().get("authorization")).contains("internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void whoHasASecondFactorIsNotSignedInWithoutItsCode() {
    // given
    var service = installation.auth.service();
    service.on("POST /token", _ -> Reply.json(200, withFactors("password-only")));
    service.on("POST /factors/f2/challenge", _ -> Reply.json(200, Map.of("id", "c2")));
    service.on(
        "POST /factors/f2/verify",
        asked ->
            asked.json().path("code").asText().equals("123456")
                ? Reply.json(200, withFactors("both"))
                : Reply.json(
                    422,
                    Map.of("code", 422, "error_code", "mfa_verification_failed", "msg", "no")));

    // when
    var without = signIn("");
    var wrong = signIn(",\"code\":\"000000\"");
    var right = signIn(",\"code\":\"123456\"");

    // then
    assertThat(without.status()).isEqualTo(403);
    assertThat(without.code()).isEqualTo("second_factor_needed");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("invalid_credentials");
    assertThat(wrong.header("Set-Cookie")).isNull();
    assertThat(right.status()).as(right.body()).isEqualTo(200);
    assertThat(service.asked("POST /internal/browser-sessions"))
        .singleElement()
        .satisfies(
            asked -> assertThat(asked.json().path("access_token").asText()).isEqualTo("both"));
    assertThat(service.asked("POST /factors/f2/verify").getLast().headers())
        .containsEntry("authorization", "Bearer password-only");
  }

  @Test
  void sessionThatALinkBroughtIsTakenUp() {
    // given
    var service = installation.auth.service();
    service.on(
        "GET /user",
        asked ->
            "Bearer brought".equals(asked.headers().get("authorization"))
                ? Reply.json(200, Map.of("id", AuthDouble.ADA_ID, "email", "ada@example.org"))
                : Reply.json(
                    403, Map.of("code", 403, "error_code", "bad_jwt", "msg", "invalid JWT")));

    // when
    var right =
        new Caller(installation.url()).post("/v1/session", "{\"access_token\":\"brought\"}");
    var wrong = new Caller(installation.url()).post("/v1/session", "{\"access_token\":\"forged\"}");
    var two =
        new Caller(installation.url())
            .post("/v1/session", "{\"access_token\":\"brought\",\"token_hash\":\"rkc_1\"}");

    // then
    assertThat(right.status()).as(right.body()).isEqualTo(200);
    assertThat(right.header("Set-Cookie")).startsWith("rickyard-session=" + AuthDouble.HANDLE);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("invalid_credentials");
    assertThat(two.status()).isEqualTo(400);
  }

  @Test
  void sessionsAreAuthServicesToListAndToEnd() {
    // given
    var service = installation.auth.service();
    service.on("GET /internal/sessions", _ -> Reply.json(200, Map.of("data", List.of())));
    service.on("DELETE /internal/sessions/s-1", _ -> Reply.empty(204));
    var ada = Caller.with(installation.url(), AuthDouble.ADA);

    // then
    assertThat(ada.get("/v1/sessions").status()).isEqualTo(200);
    assertThat(ada.send("DELETE", "/v1/sessions/s-1", null).status()).isEqualTo(204);
    assertThat(ada.send("DELETE", "/v1/sessions/s-2", null).status()).isEqualTo(404);
  }

  private static Map<String, Object> withFactors(String accessToken) {
    return Map.of(
        "access_token",
        accessToken,
        "user",
        Map.of(
            "id",
            AuthDouble.ADA_ID,
            "email",
            "ada@example.org",
            "factors",
            List.of(
                Map.of("id", "f1", "status", "unverified"),
                Map.of("id", "f2", "status", "verified"))));
  }

  private Caller.Answered signIn(String more) {
    return new Caller(installation.url())
        .post(
            "/v1/session",
            "{\"email\":\"ada@example.org\",\"password\":\"correct horse\"" + more + "}");
  }

  @Test
  void handleFromTheCookieIsNoBearerToken() {
    assertThat(Caller.with(installation.url(), AuthDouble.HANDLE).get("/v1/profile").status())
        .isEqualTo(401);
  }

  @Test
  void signingInSetsACookieThatNoScriptCanRead() {
    // when
    var answer =
        new Caller(installation.url())
            .header("Cookie", "rickyard-session=rks_" + "0".repeat(40))
            .post("/v1/session", "{\"email\":\"ada@example.org\",\"password\":\"correct horse\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Set-Cookie"))
        .startsWith("rickyard-session=" + AuthDouble.HANDLE)
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/")
        .doesNotContain("Secure");
    assertThat(answer.body()).doesNotContain("rks_", "a.b.c");
  }

  @Test
  void sessionIsTheBrowsersAndNotTheGateways() {
    // when
    new Caller(installation.url())
        .header("User-Agent", "Mozilla/5.0 (of the tests)")
        .post("/v1/session", "{\"email\":\"ada@example.org\",\"password\":\"correct horse\"}");

    // then
    var asked = installation.auth.service().asked("POST /token").getLast();
    assertThat(asked.headers().get("user-agent")).contains("Mozilla/5.0 (of the tests)");
  }

  @Test
  void wrongPasswordIsToldFromAWrongRequest() {
    // when
    var answer =
        new Caller(installation.url())
            .post("/v1/session", "{\"email\":\"ada@example.org\",\"password\":\"wrong\"}");

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_credentials");
  }

  @Test
  void signingOutForgetsTheCookie() {
    // when
    var answer =
        new Caller(installation.url())
            .header("Cookie", "rickyard-session=" + AuthDouble.HANDLE)
            .header("X-Rickyard-CSRF", "1")
            .send("DELETE", "/v1/session", null);

    // then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Set-Cookie")).contains("Max-Age=0");
    assertThat(installation.auth.service().asked("POST /logout")).hasSize(1);
  }

  @Test
  void profileHasTheManagementApisKeys() {
    // when
    var profile = ada().get("/v1/profile").json();

    // then
    assertThat(profile.path("gotrue_id").asText()).isEqualTo(AuthDouble.ADA_ID);
    assertThat(profile.path("primary_email").asText()).isEqualTo("ada@example.org");
    assertThat(profile.path("username").asText()).isNotEmpty();
  }

  private Caller.Answered shown(String token) {
    return Caller.with(installation.url(), token).get("/v1/projects");
  }

  private static String jwt(String header, long expires, String signature) {
    return part(header) + "." + part("{\"sub\":\"x\",\"exp\":" + expires + "}") + "." + signature;
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
