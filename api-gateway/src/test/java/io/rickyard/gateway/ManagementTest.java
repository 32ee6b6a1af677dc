package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.RegistryConfiguration;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementTest {

  private static final String NEW_PROJECT =
      "{\"name\":\"shop\",\"organization_slug\":\""
          + OrgDouble.ACME
          + "\",\"db_pass\":\"s3cret pässword\",\"region\":\"eu-west-1\",\"desired_instance_size\":\"micro\"}";

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
  void projectHasEveryKeyThatClientsRequire() {
    // when
    var project = ada().get("/v1/projects").json().get(0);

    // then
    assertThat(project.fieldNames())
        .toIterable()
        .contains(
            "id",
            "ref",
            "organization_id",
            "organization_slug",
            "name",
            "region",
            "created_at",
            "status",
            "database",
            "number",
            "profile",
            "generation",
            "desired",
            "services");
    assertThat(project.path("database").fieldNames())
        .toIterable()
        .contains("host", "version", "postgres_engine", "release_channel");
    assertThat(project.path("status").asText()).isEqualTo("COMING_UP");
  }

  @Test
  void statusIsWhatTheProjectorObserved() {
    // given
    installation.projector.on("GET /stacks/" + OrgDouble.SHOP, _ -> Reply.json(200, stack(true)));

    // when
    var project = ada().get("/v1/projects/" + OrgDouble.SHOP).json();

    // then
    assertThat(project.path("status").asText()).isEqualTo("ACTIVE_HEALTHY");
    assertThat(project.path("database").path("port").asInt()).isEqualTo(5433);
    assertThat(project.path("database").path("postgres_engine").asText()).isEqualTo("17");
    assertThat(project.path("services").get(0).path("service").asText()).isEqualTo("db");
    assertThat(project.path("task").asText()).isEqualTo("0190a000-0000-7000-8000-000000000001");
  }

  @Test
  void projectsCanBeReadWithoutTheProjectorButTheirStatusIsUnknown() {
    // given
    installation.projector.broken(true);

    // when
    var project = ada().get("/v1/projects/" + OrgDouble.SHOP).json();

    // then
    assertThat(project.path("status").asText()).isEqualTo("UNKNOWN");
    assertThat(project.path("status_reason").asText()).contains("status-projector");
  }

  @Test
  void oneServiceIsRestartedByItsNameAndAnotherNameIsRefused() {
    // given
    installation.projector.on("GET /stacks/" + OrgDouble.SHOP, _ -> Reply.json(200, stack(true)));

    // when
    var restarted =
        ada().send("POST", "/v1/projects/" + OrgDouble.SHOP + "/services/db/restart", null);
    var refused =
        ada().send("POST", "/v1/projects/" + OrgDouble.SHOP + "/services/studio/restart", null);

    // then
    assertThat(restarted.status()).isEqualTo(200);
    assertThat(restarted.header("Rickyard-Task")).isNotNull();
    var asked = installation.org.service().asked("POST /acceptances").getFirst().json();
    assertThat(asked.path("type").asText()).isEqualTo("stack.restart");
    assertThat(asked.path("input").path("service").asText()).isEqualTo("db");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("message").asText()).contains("'studio'; it has [db]");
  }

  @Test
  void aStackThatIsThereIsAdoptedByComposesName() {
    // given
    var owner = "\"organization_slug\":\"" + OrgDouble.ACME + "\"";

    // when
    var adopted =
        ada()
            .post(
                "/v1/projects/adopt",
                "{\"name\":\"Old shop\",%s,\"compose_project\":\"old-shop\"}".formatted(owner));
    var withPassword =
        ada()
            .post(
                "/v1/projects/adopt",
                "{\"name\":\"Old\",%s,\"compose_project\":\"old\",\"db_pass\":\"known to its owner\"}"
                    .formatted(owner));
    var nameless = ada().post("/v1/projects/adopt", "{\"name\":\"Old shop\",%s}".formatted(owner));
    var misnamed =
        ada()
            .post(
                "/v1/projects/adopt",
                "{\"name\":\"Old shop\",%s,\"compose_project\":\"Old Shop\"}".formatted(owner));

    // then
    assertThat(adopted.status()).isEqualTo(201);
    assertThat(adopted.header("Rickyard-Task")).isNotNull();
    var asked = installation.org.service().asked("POST /acceptances");
    assertThat(asked.getFirst().json().path("type").asText()).isEqualTo("stack.adopt");
    assertThat(asked.getFirst().json().path("input").path("compose_project").asText())
        .isEqualTo("old-shop");
    assertThat(asked.getFirst().json().path("secrets").has("db_pass")).isFalse();
    assertThat(withPassword.status()).isEqualTo(201);
    assertThat(asked.get(1).json().path("secrets").has("db_pass")).isTrue();
    assertThat(asked.get(1).json().toString()).doesNotContain("known to its owner");
    assertThat(nameless.status()).isEqualTo(400);
    assertThat(misnamed.status()).isEqualTo(400);
    assertThat(asked).hasSize(2);
  }

  @Test
  void aResizeSaysWhatIsToChange() {
    // when
    var resized =
        ada()
            .post(
                "/v1/projects/" + OrgDouble.SHOP + "/resize",
                "{\"profile\":\"core\",\"limits\":{\"db\":{\"memory_mib\":2048}}}");
    var empty = ada().post("/v1/projects/" + OrgDouble.SHOP + "/resize", "{}");
    var tiny =
        ada()
            .post(
                "/v1/projects/" + OrgDouble.SHOP + "/resize",
                "{\"limits\":{\"db\":{\"memory_mib\":1}}}");

    // then
    assertThat(resized.status()).isEqualTo(200);
    var asked = installation.org.service().asked("POST /acceptances").getFirst().json();
    assertThat(asked.path("type").asText()).isEqualTo("stack.resize");
    assertThat(asked.path("input").path("profile").asText()).isEqualTo("core");
    assertThat(asked.path("input").path("limits").path("db").path("memory_mib").asInt())
        .isEqualTo(2048);
    assertThat(empty.status()).isEqualTo(400);
    assertThat(tiny.status()).isEqualTo(400);
  }

  @Test
  void aDriftPolicyIsChosenAndUnchosen() {
    // given
    installation
        .org
        .service()
        .on(
            "PUT /projects/" + OrgDouble.SHOP + "/drift-policy",
            request -> Reply.json(200, OrgDouble.project("shop", request.json().path("policy"))));

    // then
    for (var policy : List.of("\"report\"", "null")) {
      var chosen =
          ada()
              .send(
                  "PUT",
                  "/v1/projects/" + OrgDouble.SHOP + "/drift-policy",
                  "{\"policy\":" + policy + "}");
      assertThat(chosen.status()).isEqualTo(200);
      assertThat(chosen.json().path("policy").asText("null")).isEqualTo(policy.replace("\"", ""));
    }
    assertThat(
            ada()
                .send(
                    "PUT", "/v1/projects/" + OrgDouble.SHOP + "/drift-policy", "{\"policy\":\"x\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void logsAndUseComeFromTheWorkerForWhoAsks() {
    // given
    var stack = "GET /stacks/" + OrgDouble.SHOP;
    installation.worker.on(
        stack + "/logs", _ -> Reply.json(200, Map.of("data", List.of(), "next", "0.000000000-0")));
    installation.worker.on(stack + "/usage", _ -> Reply.json(200, Map.of("data", List.of())));

    // when
    var logs =
        ada().get("/v1/projects/" + OrgDouble.SHOP + "/logs?service=db,meta&since=PT10M&limit=5");
    var usage = ada().get("/v1/projects/" + OrgDouble.SHOP + "/usage");

    // then
    assertThat(logs.json().path("next").asText()).as(logs.body()).isEqualTo("0.000000000-0");
    assertThat(usage.status()).isEqualTo(200);
    var asked = installation.worker.asked(stack + "/logs").getFirst();
    assertThat(asked.query()).startsWith("service=db").endsWith("&since=PT10M&limit=5");
    assertThat(asked.headers())
        .containsEntry("authorization", "Bearer internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void waitIsPassedOnToTheProjector() {
    // when
    ada()
        .header("Prefer", "wait=1")
        .header("Rickyard-Position", "commands.critical-0-7")
        .get("/v1/projects/" + OrgDouble.SHOP);

    // then
    var asked = installation.projector.asked("GET /stacks/" + OrgDouble.SHOP).getFirst();
    assertThat(asked.headers())
        .containsEntry("prefer", "wait=1")
        .containsEntry("rickyard-position", "commands.critical-0-7")
        .containsEntry("authorization", "Bearer internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void healthListsTheProfilesServicesBeforeAnyWasSeen() {
    // when
    var health = ada().get("/v1/projects/" + OrgDouble.SHOP + "/health?services=auth,db").json();

    // then
    assertThat(health).hasSize(1);
    assertThat(health.get(0).path("name").asText()).isEqualTo("db");
    assertThat(health.get(0).path("healthy").asBoolean()).isFalse();
    assertThat(health.get(0).path("status").asText()).isEqualTo("COMING_UP");
  }

  @Test
  void healthTellsWhatWasSeen() {
    // given
    installation.projector.on("GET /stacks/" + OrgDouble.SHOP, _ -> Reply.json(200, stack(false)));

    // when
    var health = ada().get("/v1/projects/" + OrgDouble.SHOP + "/health").json();

    // then
    assertThat(health.get(0).path("status").asText()).isEqualTo("UNHEALTHY");
    assertThat(health.get(0).path("error").asText()).isEqualTo("connection refused");
  }

  @Test
  void newProjectIsPromisedPublishedAndReportedSent() {
    // when
    var answer = ada().post("/v1/projects", NEW_PROJECT);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.json().path("status").asText()).isEqualTo("COMING_UP");
    assertThat(answer.json().path("ref").asText()).isEqualTo(OrgDouble.SHOP);
    assertThat(answer.header("Location")).isEqualTo("/v1/tasks/" + answer.header("Rickyard-Task"));
    assertThat(answer.header("Rickyard-Position")).isEqualTo("commands.critical-0-0");
    assertThat(installation.commands().getFirst().headers())
        .containsEntry("rickyard-signature", "org:signature");
    Eventually.asserted(() ->
        assertThat(installation.org.service().asked("POST /acceptances/4711/sent"))
            .singleElement()
            .satisfies(sent -> {
              assertThat(sent.json().path("position").asText()).isEqualTo("commands.critical-0-0");
              assertThat(sent.headers())
                  .containsEntry("authorization", "Bearer internal-api-gateway");
            }));
  }

  @Test
  void passwordLeavesTheGatewaySealedToTheWorkerOnly() throws Exception {
    // when
    ada().post("/v1/projects", NEW_PROJECT);

    // then
    var asked = installation.org.service().asked("POST /acceptances").getFirst();
    assertThat(new String(asked.body(), StandardCharsets.UTF_8)).doesNotContain("s3cret");
    assertThat(opened(asked.json())).isEqualTo("s3cret pässword");
  }

  @Test
  void strongPasswordIsMadeWhereNoneIsGiven() throws Exception {
    // when
    ada()
        .post("/v1/projects", "{\"name\":\"shop\",\"organization_id\":\"" + OrgDouble.ACME + "\"}");

    // then
    var asked = installation.org.service().asked("POST /acceptances").getFirst();
    assertThat(opened(asked.json())).matches("[A-Za-z0-9]{32}");
    assertThat(asked.json().path("input").path("profile").asText()).isEqualTo("database");
    assertThat(asked.json().path("input").path("region").asText()).isEqualTo("eu-central-1");
  }

  @Test
  void repeatedRequestUnderOneKeyGetsTheFirstAnswer() {
    // given
    var first = ada().header("Idempotency-Key", "k1").post("/v1/projects", NEW_PROJECT);

    // when
    var second = ada().header("Idempotency-Key", "k1").post("/v1/projects", NEW_PROJECT);

    // then
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Rickyard-Task")).isEqualTo(first.header("Rickyard-Task"));
    assertThat(second.header("Rickyard-Position")).isEqualTo("commands.critical-0-7");
    assertThat(installation.commands()).hasSize(1);
  }

  @Test
  void otherRequestUnderTheSameKeyIsAConflict() {
    // given
    ada().header("Idempotency-Key", "k1").post("/v1/projects", NEW_PROJECT);

    // when
    var second =
        ada()
            .header("Idempotency-Key", "k1")
            .post("/v1/projects", NEW_PROJECT.replace("s3cret", "S3cret"));

    // then
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("idempotency_key_reused");
    assertThat(second.json().path("message").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /pause,   stack.pause",
    "POST, /restore, stack.resume",
    "POST, /restart, stack.restart",
    "POST, /repair,  stack.repair"
  })
  void actionIsAnsweredEmptyWithItsTaskInTheHeaders(String method, String path, String type) {
    // when
    var answer = ada().send(method, "/v1/projects/" + OrgDouble.SHOP + path, null);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Rickyard-Task")).isNotNull();
    var asked = installation.org.service().asked("POST /acceptances").getFirst().json();
    assertThat(asked.path("type").asText()).isEqualTo(type);
    assertThat(asked.path("project").asText()).isEqualTo(OrgDouble.SHOP);
  }

  @Test
  void deletedProjectIsAnsweredWithItsNumber() {
    // when
    var answer = ada().send("DELETE", "/v1/projects/" + OrgDouble.SHOP, null);

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("id").isInt()).isTrue();
    assertThat(answer.json().path("ref").asText()).isEqualTo(OrgDouble.SHOP);
    assertThat(answer.header("Rickyard-Task")).isNotNull();
  }

  @Test
  void renamedProjectIsAnsweredWithItsNumber() {
    // when
    var answer = ada().send("PATCH", "/v1/projects/" + OrgDouble.SHOP, "{\"name\":\" new name \"}");

    // then
    assertThat(answer.json().path("id").isInt()).isTrue();
    assertThat(answer.json().path("name").asText()).isEqualTo("new name");
  }

  @Test
  void organizationHasWhatClientsRequire() {
    // when
    var organization = ada().get("/v1/organizations/" + OrgDouble.ACME).json();
    var members = ada().get("/v1/organizations/" + OrgDouble.ACME + "/members").json();
    var projects = ada().get("/v1/organizations/" + OrgDouble.ACME + "/projects").json();

    // then
    assertThat(organization.path("plan").asText()).isEqualTo("free");
    assertThat(organization.path("opt_in_tags").isArray()).isTrue();
    assertThat(organization.path("allowed_release_channels").isArray()).isTrue();
    assertThat(members.get(0).path("user_name").asText()).isEqualTo("ada@example.org");
    assertThat(members.get(0).path("role_name").asText()).isEqualTo("Owner");
    assertThat(projects.path("projects").get(0).path("databases").get(0).path("type").asText())
        .isEqualTo("PRIMARY");
    assertThat(projects.path("pagination").path("count").asInt()).isEqualTo(1);
  }

  @Test
  void keysComeFromTheWorkerAndStayInNoCache() {
    // given
    installation.worker.on(
        "GET /stacks/" + OrgDouble.SHOP + "/keys",
        asked -> Reply.json(200, List.of(Map.of("name", "anon", "api_key", asked.query()))));

    // when
    var answer = ada().get("/v1/projects/" + OrgDouble.SHOP + "/api-keys?reveal=true");

    // then
    assertThat(answer.json().get(0).path("api_key").asText()).isEqualTo("reveal=true");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-keys", "connection"})
  void whatANewProjectHasNotYetIsSaidToComeAndNotToBeMissing(String what) {
    // given: the worker has not heard of the project
    installation.worker.on(
        "GET /stacks/" + OrgDouble.SHOP + "/(?:keys|connection)",
        _ -> Reply.problem(404, "not_found", "There is no project"));

    // when
    var coming = ada().get("/v1/projects/" + OrgDouble.SHOP + "/" + what);
    var unknown = ada().get("/v1/projects/" + "z".repeat(20) + "/" + what);

    // then
    assertThat(coming.status()).isEqualTo(409);
    assertThat(coming.code()).isEqualTo("not_ready_yet");
    assertThat(coming.header("Retry-After")).isEqualTo("1");
    assertThat(unknown.status()).isEqualTo(404);
  }

  @Test
  void missingServiceIsNamedAndReadsGoOn() {
    // given
    installation.worker.close();

    // when
    var keys = ada().get("/v1/projects/" + OrgDouble.SHOP + "/api-keys");
    var project = ada().get("/v1/projects/" + OrgDouble.SHOP);

    // then
    assertThat(keys.status()).isEqualTo(503);
    assertThat(keys.code()).isEqualTo("service_unavailable");
    assertThat(keys.json().path("message").asText()).contains("provisioner-worker");
    assertThat(keys.header("Retry-After")).isNotNull();
    assertThat(project.status()).isEqualTo(200);
  }

  private String opened(JsonNode acceptance) throws Exception {
    var sealed = acceptance.path("secrets").path("db_pass").path("ciphertext").asText();
    var context = "organization=" + OrgDouble.ACME + ";field=db_pass";
    byte[] plain =
        installation
            .workerKeys
            .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
            .decrypt(Base64.getDecoder().decode(sealed), context.getBytes(StandardCharsets.UTF_8));
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static Map<String, Object> stack(boolean healthy) {
    var service =
        healthy
            ? Map.of("service", "db", "healthy", true, "observed_at", "2026-11-21T00:00:00Z")
            : Map.of(
                "service",
                "db",
                "healthy",
                false,
                "observed_at",
                "2026-11-21T00:00:00Z",
                "error",
                "connection refused");
    return Map.of(
        "project",
        OrgDouble.SHOP,
        "status",
        healthy ? "ACTIVE_HEALTHY" : "ACTIVE_UNHEALTHY",
        "since",
        "2026-11-21T00:00:00Z",
        "services",
        List.of(service),
        "database",
        Map.of("host", "127.0.0.1", "port", 5433, "database", "postgres", "version", "17.11"),
        "task",
        "0190a000-0000-7000-8000-000000000001");
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
