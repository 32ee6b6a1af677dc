package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptanceIT {

  private final UUID ada = UUID.randomUUID();
  private final UUID eve = UUID.randomUUID();
  private OrgServer server;

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.runtime.process.shared-trust", true));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void whoMakesAnOrganizationOwnsIt() {
    // when
    var made = server.post(ada, "/organizations", Map.of("name", "  Rick's \"yard\" 🐑  "));

    // then
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/name")).isEqualTo("Rick's \"yard\" 🐑");
    assertThat(made.text("/slug")).matches("[a-z]{20}").isEqualTo(made.text("/id"));
    assertThat(server.get(ada, "/rights?organization=" + made.text("/slug")).text("/role"))
        .isEqualTo("owner");
  }

  @Test
  void rightsInManyOrganizationsAreToldTogetherAndOthersDoNotExist() {
    // given
    String own = server.organization(ada, "own");
    String second = server.organization(ada, "second");
    String foreign = server.organization(eve, "foreign");

    // when
    var told =
        server.post(
            ada, "/rights", Map.of("organizations", List.of(own, foreign, second, "a".repeat(20))));

    // then
    assertThat(told.body())
        .allSatisfy(right -> assertThat(right.path("role").asText()).isEqualTo("owner"))
        .extracting(right -> right.path("organization").asText())
        .containsExactlyInAnyOrder(own, second);
  }

  @Test
  void newProjectIsPromisedWithItsSignedCommand() throws IOException {
    // given
    String organization = server.organization(ada, "acme");

    // when
    var promised = server.provision(ada, organization, Map.of("name", "shop"));

    // then
    assertThat(promised.status()).isEqualTo(202);
    assertThat(promised.body().at("/project/generation").asLong()).isEqualTo(1);
    assertThat(promised.text("/project/desired")).isEqualTo("active");
    assertThat(promised.text("/project/region")).isEqualTo("eu-central-1");
    assertThat(promised.text("/message/topic")).isEqualTo("rickyard.commands.critical");
    assertThat(promised.text("/message/headers/rickyard-signature")).startsWith("org:");
    var envelope = ContractJson.read(Base64.getDecoder().decode(promised.text("/message/value")));
    assertThat(envelope.key()).isEqualTo(promised.text("/project/ref"));
    assertThat(envelope.body()).isInstanceOf(TaskCommand.SubmitTask.class);
    assertThat(Topic.named(promised.text("/message/topic"))).isEqualTo(Topic.COMMANDS_CRITICAL);
  }

  @Test
  void eachChangeGetsTheNextGeneration() {
    // given
    String project = server.project(ada, server.organization(ada, "acme"));

    // when
    var generations =
        Stream.of("stack.pause", "stack.resume", "stack.restart", "stack.repair", "stack.delete")
            .map(
                type -> server.change(ada, type, project).body().at("/project/generation").asLong())
            .toList();

    // then
    assertThat(generations).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void aResizeCarriesTheWholeSizeWhateverPartWasAskedFor() throws IOException {
    // given
    String project = server.project(ada, server.organization(ada, "acme"));
    var limits = Map.of("db", Map.of("memory_mib", 2048));

    // when
    var first = resize(project, Map.of("limits", limits));
    var second = resize(project, Map.of("profile", "database"));
    var third = resize(project, Map.of("profile", "core"));

    // then
    assertThat(first.status()).isEqualTo(202);
    assertThat(input(second))
        .isEqualTo(
            new TaskInput.StackResize(
                StackProfile.DATABASE, Map.of("db", new ServiceLimits(2048, null))));
    assertThat(second.body().at("/project/limits/db/memory_mib").asInt()).isEqualTo(2048);
    assertThat(third.status()).isEqualTo(422);
    assertThat(third.text("/code")).isEqualTo("profile_not_available");
    assertThat(server.get(ada, "/projects/" + project).body().at("/generation").asLong())
        .isEqualTo(3);
  }

  @Test
  void anAdoptedProjectIsStoppedAndDeletedButNotResized() throws IOException {
    // given
    String organization = server.organization(ada, "acme");

    // when
    var adopted =
        server.post(
            ada,
            "/acceptances",
            Map.of(
                "type",
                "stack.adopt",
                "organization",
                organization,
                "input",
                Map.of("name", "Old shop", "compose_project", "old-shop")));

    // then
    assertThat(adopted.status()).isEqualTo(202);
    assertThat(adopted.text("/project/compose_project")).isEqualTo("old-shop");
    assertThat(input(adopted)).isInstanceOf(TaskInput.StackAdopt.class);
    String project = adopted.text("/project/ref");
    assertThat(server.get(ada, "/projects/" + project).text("/compose_project"))
        .isEqualTo("old-shop");
    var resized = resize(project, Map.of("profile", "database"));
    assertThat(resized.status()).isEqualTo(409);
    assertThat(resized.text("/code")).isEqualTo("project_adopted");
    assertThat(server.change(ada, "stack.pause", project).status()).isEqualTo(202);
    assertThat(server.change(ada, "stack.delete", project).status()).isEqualTo(202);
  }

  private OrgServer.Answer resize(String project, Map<String, Object> input) {
    return server.post(
        ada, "/acceptances", Map.of("type", "stack.resize", "project", project, "input", input));
  }

  private OrgServer.Answer choose(UUID user, String project, String policy) {
    return server.put(user, "/projects/" + project + "/drift-policy", Map.of("policy", policy));
  }

  private static TaskInput input(OrgServer.Answer promised) throws IOException {
    var envelope = ContractJson.read(Base64.getDecoder().decode(promised.text("/message/value")));
    return ((TaskCommand.SubmitTask) envelope.body()).input();
  }

  @Test
  void aDriftPolicyIsKeptUntilAnotherIsChosen(TestDatabase database) throws Exception {
    // given
    String organization = server.organization(ada, "acme");
    String project = server.project(ada, organization);
    join(database, organization, eve, "member");

    // when
    var chosen = choose(ada, project, "report");

    // then
    assertThat(chosen.text("/drift_policy")).isEqualTo("report");
    assertThat(server.get(ada, "/projects/" + project).text("/drift_policy")).isEqualTo("report");
    assertThat(choose(eve, project, "repair").status()).isEqualTo(403);
    assertThat(choose(UUID.randomUUID(), project, "repair").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "stack.pause, stack.pause, project_paused",
    "stack.pause, stack.restart, project_paused",
    "stack.pause, stack.repair, project_paused",
    "stack.restart, stack.resume, project_active",
    "stack.delete, stack.pause, project_deleted",
    "stack.delete, stack.resume, project_deleted",
    "stack.delete, stack.restart, project_deleted"
  })
  void changeThatDoesNotFitTheDesiredStateIsRefused(String first, String second, String code) {
    // given
    String project = server.project(ada, server.organization(ada, "acme"));
    server.change(ada, first, project);

    // when
    var refused = server.change(ada, second, project);

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo(code);
  }

  @Test
  void batchKeepsItsIdUnderItsKeyAndBelongsToItsBodyAndUser() {
    // given
    var key =
        Map.of("scope", "POST /v1/tasks/batch", "key", "nightly", "fingerprint", "f".repeat(64));
    var other =
        Map.of("scope", "POST /v1/tasks/batch", "key", "nightly", "fingerprint", "0".repeat(64));
    String id = server.post(ada, "/batches", key).text("/id");

    // when
    var again = server.post(ada, "/batches", key);
    var reused = server.post(ada, "/batches", other);
    var somebodyElse = server.post(UUID.randomUUID(), "/batches", key);

    // then
    assertThat(again.text("/id")).isEqualTo(id);
    assertThat(reused.status()).isEqualTo(409);
    assertThat(reused.text("/code")).isEqualTo("idempotency_key_reused");
    assertThat(somebodyElse.text("/id")).isNotEqualTo(id);
  }

  @Test
  void deletedProjectIsNotListedAndMayBeDeletedAgain() {
    // given
    String organization = server.organization(ada, "acme");
    String project = server.project(ada, organization);
    server.change(ada, "stack.delete", project);

    // when
    var again = server.change(ada, "stack.delete", project);

    // then
    assertThat(again.status()).isEqualTo(202);
    assertThat(server.get(ada, "/projects?organization=" + organization).body()).isEmpty();
    assertThat(server.get(ada, "/projects/" + project).text("/desired")).isEqualTo("deleted");
  }

  @Test
  void strangersOrganizationDoesNotExist() {
    // given
    String organization = server.organization(ada, "acme");
    String project = server.project(ada, organization);

    // when
    var answers =
        List.of(
            server.get(eve, "/organizations/" + organization),
            server.get(eve, "/organizations/" + organization + "/members"),
            server.get(eve, "/projects/" + project),
            server.get(eve, "/projects?organization=" + organization),
            server.get(eve, "/rights?project=" + project),
            server.patch(eve, "/projects/" + project, Map.of("name", "mine")),
            server.change(eve, "stack.delete", project),
            server.provision(eve, organization, Map.of("name", "mine")),
            server.get(eve, "/hooks?organization=" + organization),
            server.get(ada, "/projects/no-reference"));

    // then
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(404));
  }

  @Test
  void memberWhoseRoleIsTooWeakIsForbidden(TestDatabase database) throws Exception {
    // given
    String organization = server.organization(ada, "acme");
    String project = server.project(ada, organization);
    var bob = UUID.randomUUID();
    join(database, organization, bob, "member");

    // when
    var refused = server.change(bob, "stack.pause", project);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/code")).isEqualTo("forbidden");
    assertThat(server.get(bob, "/projects/" + project).status()).isEqualTo(200);
  }

  @Test
  void anotherQueueNeedsAnAdministrator(TestDatabase database) throws Exception {
    // given
    String organization = server.organization(ada, "acme");
    var dev = UUID.randomUUID();
    join(database, organization, dev, "developer");
    var probe = Map.of("type", "platform.probe", "organization", organization, "queue", "critical");

    // when
    var refused = server.post(dev, "/acceptances", probe);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(server.post(ada, "/acceptances", probe).status()).isEqualTo(202);
  }

  @Test
  void sameKeyAndBodyIsAnsweredAsBefore() {
    // given
    var request = keyed(server.organization(ada, "acme"), "k-1", "fingerprint-of-body-1");
    var first = server.post(ada, "/acceptances", request);

    // when
    var second = server.post(ada, "/acceptances", request);

    // then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body().get("replayed").asBoolean()).isTrue();
    assertThat(second.text("/task_id")).isEqualTo(first.text("/task_id"));
    assertThat(second.body().get("project")).isEqualTo(first.body().get("project"));
  }

  @Test
  void sameKeyWithAnotherBodyIsRefused() {
    // given
    String organization = server.organization(ada, "acme");
    server.post(ada, "/acceptances", keyed(organization, "k-2", "fingerprint-of-body-1"));

    // when
    var refused =
        server.post(ada, "/acceptances", keyed(organization, "k-2", "fingerprint-of-body-2"));

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("idempotency_key_reused");
  }

  @Test
  void keyIsFreeAgainAfterItsDay(TestDatabase database) throws Exception {
    // given
    String organization = server.organization(ada, "acme");
    server.post(ada, "/acceptances", keyed(organization, "k-day", "fingerprint-of-body-1"));
    try (var connection = database.superuser();
        var age =
            connection.prepareStatement(
                "update org.idempotency_key set expires_at = now() where key = 'k-day'")) {
      age.executeUpdate();
    }

    // when
    var accepted =
        server.post(ada, "/acceptances", keyed(organization, "k-day", "fingerprint-of-body-2"));

    // then
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.body().get("replayed").asBoolean()).isFalse();
  }

  @Test
  void replayAfterTheReportKnowsWhereTheCommandStands() {
    // given
    var request = keyed(server.organization(ada, "acme"), "k-sent", "fingerprint-of-body-1");
    String outboxId = server.post(ada, "/acceptances", request).text("/outbox_id");
    server.postAsGateway(
        "/acceptances/" + outboxId + "/sent", Map.of("position", "commands.critical-1-42"));

    // when
    var replay = server.post(ada, "/acceptances", request);

    // then
    assertThat(replay.text("/position")).isEqualTo("commands.critical-1-42");
    assertThat(replay.body().has("message")).isFalse();
  }

  @Test
  void refusedRequestLeavesItsKeyFree() {
    // given
    var wrong = keyed(server.organization(ada, "acme"), "k-3", "fingerprint-of-body-1");
    wrong.put("input", Map.of("name", "shop", "profile", "full"));
    var refused = server.post(ada, "/acceptances", wrong);

    // when
    wrong.put("input", Map.of("name", "shop"));
    var accepted = server.post(ada, "/acceptances", wrong);

    // then
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/code")).isEqualTo("profile_not_available");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.body().get("replayed").asBoolean()).isFalse();
  }

  @Test
  void ofManyWithOneKeyExactlyOneIsNew() throws Exception {
    // given
    String organization = server.organization(ada, "acme");
    var request = keyed(organization, "k-race", "fingerprint-of-body-1");
    Callable<OrgServer.Answer> call = () -> server.post(ada, "/acceptances", request);

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(Stream.generate(() -> call).limit(24).toList());
    }

    // then
    var bodies = answers.stream().map(answer -> answer.resultNow().body()).toList();
    assertThat(bodies).filteredOn(body -> !body.get("replayed").asBoolean()).hasSize(1);
    assertThat(bodies)
        .extracting(body -> body.get("task_id"))
        .containsOnly(bodies.getFirst().get("task_id"));
    assertThat(server.get(ada, "/projects?organization=" + organization).body()).hasSize(1);
  }

  @Test
  void concurrentChangesGetContiguousGenerations() throws Exception {
    // given
    String project = server.project(ada, server.organization(ada, "acme"));
    Callable<Long> call =
        () ->
            server.change(ada, "stack.restart", project).body().at("/project/generation").asLong();

    // when
    List<Future<Long>> generations;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      generations = threads.invokeAll(Stream.generate(() -> call).limit(20).toList());
    }

    // then
    assertThat(generations)
        .extracting(Future::resultNow)
        .containsExactlyInAnyOrderElementsOf(Stream.iterate(2L, n -> n + 1).limit(20).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; drop table project; --",
        "\"quoted\"",
        "emoji 🦙👩‍💻",
        "$(rm -rf /)",
        "日本語",
        "a\\b%c_d"
      })
  void anyTextIsAName(String name) {
    // given
    String organization = server.organization(ada, name);

    // when
    var promised = server.provision(ada, organization, Map.of("name", name));

    // then
    assertThat(promised.status()).isEqualTo(202);
    String ref = promised.text("/project/ref");
    assertThat(server.get(ada, "/projects/" + ref).text("/name")).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "nul\u0000",
        "bell\u0007",
        "line\nbreak",
        "line\u2028separator",
        "lone\ud800"
      })
  void controlCharactersAreNoName(String name) {
    // when
    var refused = server.post(ada, "/organizations", Map.of("name", name));

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/code")).isEqualTo("invalid_request");
  }

  @Test
  void malformedRequestsAreRefusedInWords() {
    // given
    String organization = server.organization(ada, "acme");

    // when
    var answers =
        List.of(
            server.post(ada, "/acceptances", Map.of("type", "stack.explode")),
            server.post(ada, "/acceptances", Map.of("type", "stack.pause")),
            server.post(ada, "/acceptances", Map.of("type", "stack.provision")),
            server.provision(ada, organization, Map.of()),
            server.provision(ada, organization, Map.of("name", "a", "region", "mars-1")),
            server.provision(ada, organization, Map.of("name", "a", "nmae", "b")),
            server.post(ada, "/acceptances", Map.of("type", "platform.probe", "surprise", 1)),
            server.post(ada, "/organizations", Map.of()));

    // then
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400));
    assertThat(answers.get(5).text("/code")).isEqualTo("unknown_field");
    assertThat(answers.get(6).text("/code")).isEqualTo("unknown_field");
  }

  @Test
  void withoutTokenNothingIsAnswered() {
    // when
    var refused = server.send("GET", "/organizations", null, null);

    // then
    assertThat(refused.status()).isEqualTo(401);
  }

  private static Map<String, Object> keyed(String organization, String key, String fingerprint) {
    var request = new HashMap<String, Object>();
    request.put("type", "stack.provision");
    request.put("organization", organization);
    request.put("input", Map.of("name", "shop"));
    request.put(
        "idempotency",
        Map.of("key", key, "scope", "POST /v1/projects", "fingerprint", fingerprint));
    return request;
  }

  private static void join(TestDatabase database, String organization, UUID user, String role)
      throws Exception {
    try (var connection = database.superuser();
        var insert =
            connection.prepareStatement(
                "insert into org.membership (organization_id, user_id, role, joined_at)"
                    + " values (?, ?, ?, now())")) {
      insert.setString(1, organization);
      insert.setObject(2, user);
      insert.setString(3, role);
      insert.executeUpdate();
    }
  }
}
