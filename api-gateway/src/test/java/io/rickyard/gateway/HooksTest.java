package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HooksTest {

  private static final String TASK = "0190a000-0000-7000-8000-000000000001";
  private static final String LIMITED = "0190a000-0000-7000-8000-0000000000e1";
  private static final String EXPIRED = "0190a000-0000-7000-8000-0000000000e2";
  private static final String BENS = "0190a000-0000-7000-8000-0000000000e3";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/hooks", "/v1/hooks/h1/rotate"})
  void creatingAndRotatingGoUnderTheCallersKeyAndFromItsAddress(String path) {
    // given
    String inner = path.substring("/v1".length());
    installation.org.service().on("POST " + inner, _ -> Reply.json(200, Map.of("id", "h1")));
    String body = "{\"organization\":\"o\",\"name\":\"ci\",\"provider\":\"github\",\"rule\":{}}";

    // when
    var answer =
        Caller.with(installation.url(), AuthDouble.ADA)
            .header("Idempotency-Key", "k-1")
            .header("X-Forwarded-For", "6.6.6.6")
            .post(path, body);

    // then
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    assertThat(installation.org.service().asked("POST " + inner).getLast().headers())
        .containsEntry("idempotency-key", "k-1")
        .containsEntry("rickyard-idempotency-scope", "POST " + path)
        .containsEntry("x-forwarded-for", "127.0.0.1")
        .hasEntrySatisfying(
            "rickyard-idempotency-fingerprint", hash -> assertThat(hash).hasSize(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "application/x-www-form-urlencoded", "text/plain", "x/y"})
  void deliveryIsHandedInByteForByte(String type) {
    // given
    installation.org.service().on("POST /hooks/h1/receive", _ -> promise());
    var body = "{ \"ref\" : \"refs/heads/main\", \"a\":1,\"a\":2 }&payload=%7B%7D";

    // when
    var answer =
        new Caller(installation.url())
            .header("Content-Type", type)
            .header("X-Hub-Signature-256", "sha256=abc")
            .header("X-GitHub-Delivery", "d-1")
            .header("Cookie", "rickyard-session=secret")
            .post("/hooks/v1/h1", body);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("task_id").asText()).isEqualTo(TASK);
    assertThat(answer.header("Rickyard-Task")).isEqualTo(TASK);
    var handed = installation.org.service().asked("POST /hooks/h1/receive").getLast();
    assertThat(handed.headers()).containsEntry("authorization", "Bearer internal-api-gateway");
    assertThat(
            new String(
                Base64.getDecoder().decode(handed.json().path("body").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo(body);
    var headers = handed.json().path("headers");
    assertThat(headers.path("x-hub-signature-256").asText()).isEqualTo("sha256=abc");
    assertThat(headers.path("x-github-delivery").asText()).isEqualTo("d-1");
    assertThat(headers.has("cookie")).isFalse();
  }

  @Test
  void wrongSignatureIsToldAsAProblem() {
    // given
    installation
        .org
        .service()
        .on(
            "POST /hooks/h2/receive",
            _ -> Reply.problem(401, "invalid_signature", "It does not fit"));

    // when
    var answer = new Caller(installation.url()).post("/hooks/v1/h2", "{}");

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("invalid_signature");
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
  }

  @Test
  void uncountedDeliveryIsAnsweredWithTheReason() {
    // given
    installation
        .org
        .service()
        .on(
            "POST /hooks/h3/receive",
            _ -> Reply.json(202, Map.of("ignored", true, "reason", "other ref")));

    // when
    var answer = new Caller(installation.url()).post("/hooks/v1/h3", "{}");

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("ignored").asBoolean()).isTrue();
    assertThat(answer.json().path("reason").asText()).isEqualTo("other ref");
  }

  @Test
  void emptyDeliveryIsForOrgServiceToJudge() {
    assertThat(new Caller(installation.url()).send("POST", "/hooks/v1/unknown", null).status())
        .isEqualTo(404);
  }

  @Test
  void secretOfANewHookStaysInNoCache() {
    // given
    installation
        .org
        .service()
        .on(
            "POST /hooks",
            asked -> Reply.json(201, Map.of("id", "h9", "rule", asked.json().path("rule"))));

    // when
    var answer =
        Caller.with(installation.url(), AuthDouble.ADA)
            .post(
                "/v1/hooks",
                "{\"organization\":\""
                    + OrgDouble.ACME
                    + "\",\"name\":\"ci\",\"provider\":\"github\",\"rule\":{\"type\":\"stack.restart\"}}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("rule").path("type").asText()).isEqualTo("stack.restart");
  }

  @Test
  void namedTokenGoesToOrgServiceWithWhatItIsLimitedTo() {
    // given
    knowTokens();
    installation.org.service().on("POST /hooks", _ -> Reply.json(201, Map.of("id", "h10")));

    // when
    var answer =
        Caller.with(installation.url(), AuthDouble.ADA)
            .header("Idempotency-Key", "k-token")
            .post("/v1/hooks", naming("\"" + LIMITED + "\""));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    var handed = installation.org.service().asked("POST /hooks").getLast();
    assertThat(handed.json().path("token").toString())
        .isEqualTo(
            "{\"id\":\"%s\",\"scopes\":[\"project.change@project:%s\"],\"expires_at\":\"2099-01-01T00:00:00Z\"}"
                .formatted(LIMITED, OrgDouble.SHOP));
    assertThat(handed.headers()).containsKey("rickyard-idempotency-fingerprint");
  }

  @Test
  void hookThatNamesNoTokenAsksForNone() {
    // given
    knowTokens();
    installation.org.service().on("POST /hooks", _ -> Reply.json(201, Map.of("id", "h11")));
    long before = installation.auth.service().asked("GET /internal/access-tokens").size();

    // when
    var answer = Caller.with(installation.url(), AuthDouble.ADA).post("/v1/hooks", naming("null"));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(installation.org.service().asked("POST /hooks").getLast().json().has("token"))
        .isFalse();
    assertThat(installation.auth.service().asked("GET /internal/access-tokens"))
        .hasSize((int) before);
  }

  @ParameterizedTest
  @CsvSource({
    BENS + ",404", // somebody else's
    "0190a000-0000-7000-8000-0000000000ff,404", // nobody's, or revoked
    "sbp_0000,404",
    "'',404",
    EXPIRED + ",400"
  })
  void tokenThatIsNotTheCallersOrNotInForceMakesNoHook(String token, int status) {
    // given
    knowTokens();
    int before = installation.org.service().asked("POST /hooks").size();

    // when
    var answer =
        Caller.with(installation.url(), AuthDouble.ADA)
            .post("/v1/hooks", naming("\"" + token + "\""));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(installation.org.service().asked("POST /hooks")).hasSize(before);
  }

  @Test
  void callerWithScopesMakesNoHookEvenWithItsOwnToken() {
    // given
    knowTokens();
    String limited = "sbp_" + "e".repeat(40);
    installation.auth.hold(limited, AuthDouble.ADA_ID, "token", LIMITED, List.of("*.*"));
    int before = installation.org.service().asked("POST /hooks").size();

    // when
    var answer =
        Caller.with(installation.url(), limited).post("/v1/hooks", naming("\"" + LIMITED + "\""));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(installation.org.service().asked("POST /hooks")).hasSize(before);
  }

  private static void knowTokens() {
    var tokens =
        Map.of(
            "Bearer internal-" + AuthDouble.ADA_ID,
            List.of(
                token(LIMITED, "2099-01-01T00:00:00Z", "project.change@project:" + OrgDouble.SHOP),
                token(EXPIRED, "2020-01-01T00:00:00Z", "*.*")),
            "Bearer internal-" + AuthDouble.BEN_ID,
            List.of(token(BENS, "2099-01-01T00:00:00Z", "*.*")));
    installation
        .auth
        .service()
        .on(
            "GET /internal/access-tokens",
            asked ->
                Reply.json(
                    200,
                    tokens.getOrDefault(
                        asked.headers().getOrDefault("authorization", ""), List.of())));
  }

  private static Map<String, Object> token(String id, String expiresAt, String scope) {
    return Map.of(
        "id", id, "name", "ci", "scopes", List.of(scope), "expires_at", expiresAt, "hint", "abcd");
  }

  private static String naming(String token) {
    return "{\"organization\":\"%s\",\"name\":\"ci\",\"provider\":\"github\",\"rule\":{},\"token\":%s}"
        .formatted(OrgDouble.ACME, token);
  }

  private static Reply promise() {
    return Reply.json(
        202,
        Map.of(
            "task_id",
            TASK,
            "organization",
            OrgDouble.ACME,
            "replayed",
            false,
            "outbox_id",
            "1",
            "message",
            Map.of(
                "topic",
                "rickyard.commands.critical",
                "key",
                OrgDouble.SHOP,
                "headers",
                Map.of(),
                "value",
                "e30=")));
  }
}
