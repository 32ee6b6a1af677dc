package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, secrets, functions and buckets of projects, as the Management API has them. */
class StackContentsTest {

  private static final String PROJECT = "/v1/projects/" + OrgDouble.SHOP;
  private static final String STACK = "/stacks/" + OrgDouble.SHOP;
  private static final String KEY = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  private static final String BOUNDARY = "a-boundary";

  private Installation installation;

  @BeforeEach
  void start() {
    installation =
        new Installation(
            Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1"));
    has("standard", "active");
    installation.projector.on(
        "GET /tasks/[0-9a-z-]+", _ -> Reply.json(200, Map.of("state", "succeeded")));
    knowSigningKeys();
    for (var path : List.of("/keys.*", "/legacy-keys.*", "/function-secrets.*", "/functions.*")) {
      installation.worker.on(
          "(POST|PUT|PATCH|DELETE) " + STACK + path,
          _ -> Reply.json(200, Map.of("revision", 7, "told", Map.of("name", "told"))));
      installation.worker.on("GET " + STACK + path, _ -> Reply.json(200, List.of()));
    }
  }

  private static Map<String, Object> signingKey(String status) {
    return Map.of(
        "id",
        KEY,
        "algorithm",
        "HS256",
        "status",
        status,
        "created_at",
        "2026-11-01T00:00:00Z",
        "updated_at",
        "2026-11-01T00:00:00Z");
  }

  private void knowSigningKeys() {
    installation.worker.on(
        "(POST|PATCH|DELETE) " + STACK + "/signing-keys.*",
        _ -> Reply.json(200, Map.of("revision", 7, "told", signingKey("standby"))));
    installation.worker.on(
        "GET " + STACK + "/signing-keys/.*", _ -> Reply.json(200, signingKey("in_use")));
    installation.worker.on(
        "GET " + STACK + "/signing-keys",
        _ -> Reply.json(200, Map.of("keys", List.of(signingKey("in_use")))));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private void has(String profile, String desired) {
    var project = new HashMap<String, Object>();
    project.put("ref", OrgDouble.SHOP);
    project.put("number", 7);
    project.put("organization", OrgDouble.ACME);
    project.put("name", "shop");
    project.put("region", "eu-central-1");
    project.put("profile", profile);
    project.put("desired", desired);
    project.put("generation", 1);
    project.put("created_at", "2026-11-01T00:00:00Z");
    installation.org.service().on("GET /projects/" + OrgDouble.SHOP, _ -> Reply.json(200, project));
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  private Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }

  private String accepted() {
    return installation.org.service().asked("POST /acceptances").getFirst().json().toString();
  }

  @Test
  void aKeyIsKeptByTheWorkerAndATaskBringsTheGatewayToIt() {
    // when
    var answer =
        ada()
            .post(
                PROJECT + "/api-keys?reveal=true",
                "{\"type\":\"secret\",\"name\":\"cron\",\"description\":null}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"name\":\"told\"}");
    assertThat(answer.header("rickyard-task")).isNotNull();
    assertThat(answer.header("cache-control")).contains("no-store");
    assertThat(accepted())
        .contains("stack.configure", "\"section\":\"keys\"", "\"revision\":\"7\"");
    var asked = installation.worker.asked("POST " + STACK + "/keys").getFirst();
    assertThat(asked.json()).hasToString("{\"name\":\"cron\",\"type\":\"secret\"}");
    assertThat(asked.query()).isEqualTo("reveal=true");
  }

  @Test
  void aDeletedKeyIsNotSaidToBeGoneWhenItsTaskFailed() {
    // given
    installation.projector.on(
        "GET /tasks/[0-9a-z-]+",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "state",
                    "failed",
                    "error",
                    Map.of(
                        "code",
                        "service_failed",
                        "message",
                        "the gateway did not start",
                        "retryable",
                        false))));

    // when
    var answer = ada().send("DELETE", PROJECT + "/api-keys/" + KEY, null);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("task_failed", "the gateway did not start");
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /api-keys/" + KEY + ", PATCH /keys/" + KEY,
    "DELETE, /api-keys/" + KEY + ", DELETE /keys/" + KEY,
    "PUT, /api-keys/legacy?enabled=false, PUT /legacy-keys",
    "PATCH, /config/auth/signing-keys/" + KEY + ", PATCH /signing-keys/" + KEY,
    "DELETE, /config/auth/signing-keys/" + KEY + ", DELETE /signing-keys/" + KEY,
    "DELETE, /functions/hello, DELETE /functions/hello"
  })
  void aChangeReachesTheWorkerAndIsBroughtAboutByATask(String method, String path, String asked) {
    // when
    var answer = ada().send(method, PROJECT + path, method.equals("PATCH") ? body(path) : null);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("rickyard-task")).isNotNull();
    assertThat(installation.worker.asked(asked.replace(" ", " " + STACK))).hasSize(1);
  }

  private static String body(String path) {
    return path.contains("signing-keys") ? "{\"status\":\"revoked\"}" : "{}";
  }

  @Test
  void aSigningKeyLeavesSealed() {
    // when
    var answer =
        ada()
            .post(
                PROJECT + "/config/auth/signing-keys",
                "{\"algorithm\":\"ES256\",\"private_jwk\":{\"kty\":\"EC\",\"d\":\"hush\"}}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.header("rickyard-task")).isNotNull();
    var sent = installation.worker.asked("POST " + STACK + "/signing-keys").getFirst().json();
    assertThat(sent.path("algorithm").asText()).isEqualTo("ES256");
    assertThat(sent.path("status").asText()).isEqualTo("standby");
    assertThat(sent.at("/sealed/ciphertext").asText()).isNotEmpty();
    assertThat(sent.toString()).doesNotContain("hush");
    assertThat(accepted())
        .contains("\"section\":\"signing-keys\"", "\"revision\":\"7\"")
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({"in_use, 201", "revoked, 409", "previously_used, 409"})
  void theFirstSecretIsAKeyInUseFromTheBeginning(String status, int answered) {
    // given
    installation.worker.on(
        "GET " + STACK + "/signing-keys/legacy", _ -> Reply.json(200, signingKey(status)));

    // when
    var answer = ada().post(PROJECT + "/config/auth/signing-keys/legacy", "{}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(answered);
    assertThat(answer.body()).contains(status);
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @Test
  void ed25519IsRefusedWithAReason() {
    // when
    var answer = ada().post(PROJECT + "/config/auth/signing-keys", "{\"algorithm\":\"EdDSA\"}");

    // then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("Ed25519", "ES256");
    assertThat(installation.worker.asked()).isEmpty();
  }

  @Test
  void secretsLeaveSealedAndAreShownAsTheWorkerShowsThem() {
    // when
    var set = ada().post(PROJECT + "/secrets", "[{\"name\":\"A\",\"value\":\"hush hush\"}]");
    var removed = ada().send("DELETE", PROJECT + "/secrets", "[\"A\"]");

    // then
    assertThat(set.status()).as(set.body()).isEqualTo(201);
    assertThat(set.body()).isEmpty();
    assertThat(removed.status()).as(removed.body()).isEqualTo(200);
    var sent = installation.worker.asked("POST " + STACK + "/function-secrets").getFirst();
    assertThat(sent.json().at("/0/name").asText()).isEqualTo("A");
    assertThat(sent.json().at("/0/sealed/ciphertext").asText()).isNotEmpty();
    assertThat(sent.json().toString()).doesNotContain("hush");
    assertThat(
            installation
                .worker
                .asked("POST " + STACK + "/function-secrets/removal")
                .getFirst()
                .json())
        .hasToString("[\"A\"]");
    assertThat(accepted()).contains("\"section\":\"functions\"").doesNotContain("hush");
  }

  private static String part(String disposition, String content) {
    return "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
        .formatted(BOUNDARY, disposition, content);
  }

  private static final String METADATA =
      part(
          "name=\"metadata\"; filename=\"blob\"",
          "{\"entrypoint_path\":\"supabase/functions/hello/index.ts\",\"verify_jwt\":false,\"new\":1}");
  private static final String FILE =
      part("name=\"file\"; filename=\"supabase/functions/hello/index.ts\"", "Deno.serve(hello)");

  private Caller.Answered deploy(String query, String... parts) {
    return ada()
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .post(
            PROJECT + "/functions/deploy" + query,
            String.join("", parts) + "--" + BOUNDARY + "--\r\n");
  }

  @Test
  void aFormIsReadInWhateverOrderItComes() {
    // when
    var first = deploy("?slug=hello", METADATA, FILE);
    var last = deploy("?slug=hello", FILE, METADATA);

    // then
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(last.status()).as(last.body()).isEqualTo(201);
    var asked = installation.worker.asked("POST " + STACK + "/functions/hello");
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).json()).isEqualTo(asked.get(1).json());
    assertThat(asked.get(0).query()).isEqualTo("bundle=false&fresh=false");
    var sent = asked.get(0).json();
    assertThat(sent.path("verify_jwt").asBoolean()).isFalse();
    assertThat(sent.path("entrypoint_path").asText())
        .isEqualTo("supabase/functions/hello/index.ts");
    assertThat(sent.at("/files/0/path").asText()).isEqualTo("supabase/functions/hello/index.ts");
    assertThat(Base64.getDecoder().decode(sent.at("/files/0/content").asText()))
        .asString(UTF_8)
        .isEqualTo("Deno.serve(hello)");
  }

  @Test
  void whatIsOnlyBundledIsNobodysTask() {
    // when
    var bundled = deploy("?slug=hello&bundleOnly=true", FILE, METADATA);

    // then
    assertThat(bundled.status()).as(bundled.body()).isEqualTo(201);
    assertThat(installation.worker.asked("POST " + STACK + "/functions/hello").getFirst().query())
        .isEqualTo("bundle=true&fresh=false");
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @Test
  void bundlesBecomeFunctionsAllAtOnce() {
    // when
    var updated =
        ada()
            .send(
                "PUT",
                PROJECT + "/functions",
                "[{\"id\":\"1\",\"slug\":\"hello\",\"name\":\"hello\",\"status\":\"ACTIVE\",\"version\":2,"
                    + "\"created_at\":1,\"updated_at\":1,\"ezbr_sha256\":\"ab\",\"verify_jwt\":true,"
                    + "\"import_map\":false,\"entrypoint_path\":\"file:///a\",\"import_map_path\":null}]");

    // then
    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
    assertThat(updated.body()).isEqualTo("{\"functions\":{\"name\":\"told\"}}");
    assertThat(installation.worker.asked("PUT " + STACK + "/functions").getFirst().json())
        .hasToString(
            "[{\"ezbr_sha256\":\"ab\",\"name\":\"hello\",\"slug\":\"hello\",\"verify_jwt\":true}]");
  }

  @Test
  void aFunctionsFilesComeAsAForm() {
    // given
    installation.worker.on(
        "GET " + STACK + "/functions/hello/source",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "entrypoint",
                    "a/index.ts",
                    "files",
                    List.of(Map.of("path", "a/index.ts", "content", "aGk=")))));

    // when
    var body = ada().header("Accept", "multipart/form-data").get(PROJECT + "/functions/hello/body");

    // then
    var type = String.valueOf(body.header("content-type"));
    assertThat(type).startsWith("multipart/form-data");
    assertThat(body.body())
        .contains(
            "name=\"metadata\"",
            "{\"deno2_entrypoint_path\":\"a/index.ts\"}",
            "Supabase-Path: a/index.ts\r\n",
            "\r\n\r\nhi\r\n")
        .endsWith("--\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "--a-boundary\r\n\r\n", "--a-boundary--\r\n"})
  void whatIsNoFormIsRefused(String body) {
    // when
    var answer =
        ada()
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .post(PROJECT + "/functions/deploy?slug=hello", body);
    var other =
        ada()
            .header("Content-Type", "application/vnd.denoland.eszip")
            .post(PROJECT + "/functions/deploy?slug=hello", "EZBR" + body);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(other.status()).as(other.body()).isEqualTo(415);
    assertThat(installation.worker.asked()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsKept() {
    // when
    var answer =
        deploy(
            "?slug=hello",
            METADATA,
            part("name=\"file\"; filename=\"a\"", "x".repeat(10 * 1024 * 1024 + 1)));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(413);
    assertThat(installation.worker.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /secrets, '[{\"name\":\"A\",\"value\":\"B\"}]'",
    "DELETE, /secrets, '[\"A\"]'",
    "POST, /functions, '{\"slug\":\"hello\",\"name\":\"hello\",\"body\":\"x\"}'",
    "DELETE, /functions/hello, ",
    "POST, /api-keys, '{\"type\":\"secret\",\"name\":\"cron\"}'",
    "PUT, /api-keys/legacy?enabled=false, ",
    "POST, /config/auth/signing-keys, '{\"algorithm\":\"ES256\"}'",
    "POST, /config/auth/signing-keys/legacy, '{}'",
    "PATCH, /config/auth/signing-keys/" + KEY + ", '{\"status\":\"in_use\"}'",
    "DELETE, /config/auth/signing-keys/" + KEY + ", "
  })
  void whatAStackHasNoServiceForIsRefusedBeforeItIsKept(String method, String path, String body) {
    // given
    has("database", "active");

    // when
    var absent = ada().send(method, PROJECT + path, body);
    has("standard", "paused");
    var paused = ada().send(method, PROJECT + path, body);
    has("standard", "active");
    var member = ben().send(method, PROJECT + path, body);

    // then
    assertThat(absent.status()).as(absent.body()).isEqualTo(409);
    assertThat(absent.code()).isEqualTo("service_absent");
    assertThat(paused.code()).isEqualTo("project_paused");
    assertThat(member.status()).as(member.body()).isEqualTo(403);
    assertThat(installation.worker.asked()).isEmpty();
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/secrets", "/functions", "/storage/buckets", "/api-keys"})
  void whatHasNoEffectSaysSo(String path) {
    // given
    has("database", "active");

    // when
    var answer = ada().get(PROJECT + path);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
    assertThat(answer.header("rickyard-not-applied")).contains("profile database have no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/legacy", "/" + KEY})
  void signingKeysOfAProjectWithoutAuthSaySo(String path) {
    // given
    has("database", "active");

    // when
    var answer = ada().get(PROJECT + "/config/auth/signing-keys" + path);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"status\":\"in_use\"", "\"public_jwk\":null", "\"created_at\":");
    assertThat(answer.header("rickyard-not-applied"))
        .isEqualTo("Projects of the profile database have no auth");
  }

  @Test
  void whatHasItsServiceSaysNothingOfThat() {
    // given
    installation.worker.on("GET " + STACK + "/buckets", _ -> Reply.json(200, List.of("a bucket")));

    // when
    var buckets = ada().get(PROJECT + "/storage/buckets");

    // then
    assertThat(buckets.body()).isEqualTo("[\"a bucket\"]");
    assertThat(buckets.header("rickyard-not-applied")).isNull();
    assertThat(ben().get(PROJECT + "/storage/buckets").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api-keys, '{\"type\":\"secret\"}'",
    "POST, /config/auth/signing-keys, '{}'",
    "POST, /config/auth/signing-keys, '{\"algorithm\":\"none\"}'",
    "POST, /config/auth/signing-keys, '{\"algorithm\":\"ES256\",\"status\":\"revoked\"}'",
    "POST, /config/auth/signing-keys, '{\"algorithm\":\"ES256\",\"private_jwk\":\"text\"}'",
    "PATCH, /config/auth/signing-keys/" + KEY + ", '{}'",
    "PATCH, /config/auth/signing-keys/" + KEY + ", '{\"status\":\"deleted\"}'",
    "POST, /secrets, '[]'",
    "POST, /secrets, '[null]'",
    "POST, /secrets, '[{\"name\":\"A\"}]'",
    "DELETE, /secrets, '[null]'",
    "POST, /functions, '{\"slug\":\"hello\"}'",
    "PUT, /functions, '[]'",
    "PUT, /functions, '[{\"slug\":\"hello\"}]'"
  })
  void whatIsIncompleteIsRefused(String method, String path, String body) {
    // when
    var answer = ada().send(method, PROJECT + path, body);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(installation.worker.asked()).isEmpty();
  }

  @Test
  void aRepetitionReachesTheWorkerUnderTheSameKeyAndIsToldTheSameTask() {
    // given
    var body = "[{\"name\":\"A\",\"value\":\"hush hush\"}]";
    var first = ada().header("Idempotency-Key", "once").post(PROJECT + "/secrets", body);

    // when
    var again = ada().header("Idempotency-Key", "once").post(PROJECT + "/secrets", body);

    // then
    assertThat(again.status()).as(again.body()).isEqualTo(201);
    assertThat(again.header("rickyard-task")).isNotNull().isEqualTo(first.header("rickyard-task"));
    assertThat(again.header("rickyard-replayed")).isEqualTo("true");
    ada()
        .header("Idempotency-Key", "once")
        .post(PROJECT + "/secrets", body.replace("hush", "loud"));
    var prints =
        installation.worker.asked("POST " + STACK + "/function-secrets").stream()
            .map(asked -> asked.headers().get("rickyard-idempotency-fingerprint"))
            .toList();
    assertThat(prints).hasSize(3).doesNotContainNull();
    assertThat(prints.get(1)).isEqualTo(prints.get(0)).isNotEqualTo(prints.get(2));
  }

  @Test
  void whatNoTaskWasAcceptedForIsTakenBack() {
    // given
    installation
        .org
        .service()
        .on("POST /acceptances", _ -> Reply.problem(409, "project_deleted", "It is deleted"));
    installation.worker.on("DELETE " + STACK + "/contents/.*", _ -> Reply.empty(204));

    // when
    var answer = ada().post(PROJECT + "/api-keys", "{\"type\":\"secret\",\"name\":\"cron\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
    assertThat(installation.worker.asked("DELETE " + STACK + "/contents/keys/7")).hasSize(1);
  }

  @Test
  void whatIsPerhapsAcceptedStays() {
    // given
    installation
        .org
        .service()
        .on("POST /acceptances", _ -> Reply.problem(503, "outcome_unknown", "Nobody knows"));

    // when
    var answer = ada().post(PROJECT + "/api-keys", "{\"type\":\"secret\",\"name\":\"cron\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(installation.worker.asked("DELETE " + STACK + "/contents/keys/7")).isEmpty();
  }

  @Test
  void anIdThatIsNoneNamesNoKey() {
    assertThat(ada().send("DELETE", PROJECT + "/api-keys/anon", null).status()).isEqualTo(404);
    assertThat(ada().get(PROJECT + "/config/auth/signing-keys/mine").status()).isEqualTo(404);
  }
}
