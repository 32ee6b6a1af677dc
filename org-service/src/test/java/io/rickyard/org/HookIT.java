package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HookIT {

  private static final String PUSH =
      """
      {"ref":"refs/heads/main","after":"c0ffee","repository":{"full_name":"acme/shop"}}
      """;

  private final UUID ada = UUID.randomUUID();
  private OrgServer server;
  private String organization = "";

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.runtime.process.shared-trust", true));
  }

  @BeforeEach
  void found() {
    organization = server.organization(ada, "acme");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void signedPushBecomesATaskOfItsRule() {
    // given
    var sender = hook("github", provision());

    // when
    var answer = sender.github("d-1", PUSH);

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.text("/project/name")).isEqualTo("review refs/heads/main");
    assertThat(answer.text("/message/topic")).isEqualTo("rickyard.commands.critical");
    assertThat(deliveries(sender).at("/0/outcome").asText()).isEqualTo("accepted");
    assertThat(deliveries(sender).at("/0/task").asText()).isEqualTo(answer.text("/task_id"));
  }

  @Test
  void replayIsAnsweredAsTheFirstAndStartsNothing() {
    // given
    var sender = hook("github", provision());
    var first = sender.github("d-1", PUSH);

    // when
    var second = sender.github("d-1", PUSH);

    // then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body().get("replayed").asBoolean()).isTrue();
    assertThat(second.text("/task_id")).isEqualTo(first.text("/task_id"));
    assertThat(projects()).isEqualTo(1);
    assertThat(deliveries(sender).at("/0/replays").asInt()).isEqualTo(1);
  }

  @Test
  void githubsBodyUnderAnotherIdIsAReplayToo() {
    // given
    var sender = hook("github", provision());
    var first = sender.github("d-1", PUSH);

    // when
    var second = sender.github("d-made-up", PUSH);

    // then
    assertThat(second.text("/task_id")).isEqualTo(first.text("/task_id"));
    assertThat(projects()).isEqualTo(1);
  }

  @Test
  void deliveryIdWithAnotherBodyIsAConflict() {
    // given
    var sender = hook("github", provision());
    sender.github("d-1", PUSH);

    // when
    var refused = sender.github("d-1", PUSH.replace("c0ffee", "decaf"));

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("delivery_reused");
  }

  @Test
  void wrongSignatureIsRefusedAndNotKept() {
    // given
    var sender = hook("github", provision());
    var forger = new Sender(server, sender.hook(), "guessed");

    // when
    var refused = forger.github("d-1", PUSH);

    // then
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("/code")).isEqualTo("invalid_signature");
    assertThat(deliveries(sender)).isEmpty();
  }

  @Test
  void oldTimestampIsRefused() {
    // given
    var sender = hook("standard", probe());

    // when
    var refused =
        sender.standard("msg_1", Instant.now().minus(Duration.ofMinutes(6)), "{\"type\":\"x\"}");

    // then
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("/code")).isEqualTo("invalid_signature");
  }

  @Test
  void standardWebhookMayRepeatABodyUnderANewId() {
    // given
    var sender = hook("standard", probe());
    var first = sender.standard("msg_1", Instant.now(), "{\"type\":\"x\"}");

    // when
    var second = sender.standard("msg_2", Instant.now(), "{\"type\":\"x\"}");

    // then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text("/task_id")).isNotEqualTo(first.text("/task_id"));
  }

  @Test
  void gitlabTokenOpensTheDoor() {
    // given
    var sender = hook("gitlab", probe());

    // when
    var accepted = sender.gitlab("uuid-1", sender.secret(), "{\"object_kind\":\"push\"}");
    var refused = sender.gitlab("uuid-2", "wrong", "{\"object_kind\":\"push\"}");

    // then
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(refused.status()).isEqualTo(401);
  }

  @Test
  void whatTheRuleDoesNotAllowIsIgnored() {
    // given
    var rule = new HashMap<>(provision());
    rule.put("allow", Map.of("refs", List.of("production")));
    var sender = hook("github", rule);

    // when
    var answer = sender.github("d-1", PUSH);

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().get("ignored").asBoolean()).isTrue();
    assertThat(answer.text("/reason")).isEqualTo("ref_not_allowed");
    assertThat(projects()).isZero();
  }

  @Test
  void rotationKeepsTheOldSecretValidForAWhile() {
    // given
    var sender = hook("github", provision());
    String fresh =
        server.post(ada, "/hooks/" + sender.hook() + "/rotate", Map.of()).text("/secret");

    // when
    var withOld = sender.github("d-1", PUSH);
    var withNew =
        new Sender(server, sender.hook(), fresh).github("d-2", PUSH.replace("c0ffee", "decaf"));

    // then
    assertThat(fresh).isNotEqualTo(sender.secret());
    assertThat(withOld.status()).isEqualTo(202);
    assertThat(withNew.status()).isEqualTo(202);
  }

  @Test
  void hookOfAMakerWhoLeftDoesNothing(TestDatabase database) throws SQLException {
    // given
    var sender = hook("github", provision());
    try (var connection = database.superuser();
        var delete =
            connection.prepareStatement("delete from org.membership where organization_id = ?")) {
      delete.setString(1, organization);
      delete.executeUpdate();
    }

    // when
    var refused = sender.github("d-1", PUSH);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/code")).isEqualTo("forbidden");
  }

  @Test
  void refusedDeliveryMayComeAgain() {
    // given
    String project = server.project(ada, organization);
    server.change(ada, "stack.pause", project);
    var sender = hook("github", Map.of("type", "stack.restart", "project", project));
    var refused = sender.github("d-1", PUSH);
    server.change(ada, "stack.resume", project);

    // when
    var again = sender.github("d-1", PUSH);

    // then
    assertThat(refused.text("/code")).isEqualTo("project_paused");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().get("replayed").asBoolean()).isFalse();
    assertThat(deliveries(sender)).hasSize(1);
  }

  @Test
  void ofManyEqualDeliveriesOneStartsATask() throws Exception {
    // given
    var sender = hook("github", provision());
    Callable<OrgServer.Answer> call = () -> sender.github("d-race", PUSH);

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(Stream.generate(() -> call).limit(16).toList());
    }

    // then
    assertThat(answers).allSatisfy(answer -> assertThat(answer.get().status()).isEqualTo(202));
    assertThat(answers.stream().map(answer -> answer.resultNow().text("/task_id")).distinct())
        .hasSize(1);
    assertThat(projects()).isEqualTo(1);
  }

  @Test
  void secretIsShownOnceAndStoredSealed(TestDatabase database) throws SQLException {
    // given
    var sender = hook("github", provision());

    // when
    var listed = server.get(ada, "/hooks?organization=" + organization);

    // then
    assertThat(listed.body().at("/data/0/id").asText()).isEqualTo(sender.hook());
    assertThat(listed.body().toString()).doesNotContain(sender.secret());
    try (var connection = database.superuser();
        var select = connection.prepareStatement("select secret from org.hook where id = ?")) {
      select.setObject(1, UUID.fromString(sender.hook()));
      try (var row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
            .doesNotContain(sender.secret());
      }
    }
  }

  @Test
  void deliveriesArePagedNewestFirst() {
    // given
    var sender = hook("standard", probe());
    for (int i = 1; i <= 3; i++) {
      sender.standard("msg_" + i, Instant.now(), "{\"type\":\"x\"}");
    }
    String path = "/hooks/" + sender.hook() + "/deliveries?limit=2";

    // when
    var first = server.get(ada, path);
    var second = server.get(ada, path + "&after=" + first.text("/next"));

    // then
    assertThat(first.body().get("data"))
        .extracting(d -> d.get("id").asText())
        .containsExactly("msg_3", "msg_2");
    assertThat(second.body().get("data"))
        .extracting(d -> d.get("id").asText())
        .containsExactly("msg_1");
    assertThat(second.body().has("next")).isFalse();
  }

  @Test
  void strangersHookDoesNotExist() {
    // given
    var sender = hook("github", provision());
    var eve = UUID.randomUUID();

    // when
    var answers =
        List.of(
            server.delete(eve, "/hooks/" + sender.hook()),
            server.post(eve, "/hooks/" + sender.hook() + "/rotate", Map.of()),
            server.get(eve, "/hooks/" + sender.hook() + "/deliveries"),
            new Sender(server, UUID.randomUUID().toString(), "x").github("d", PUSH));

    // then
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(404));
  }

  @Test
  void deletedHookIsGone() {
    // given
    var sender = hook("github", provision());
    sender.github("d-1", PUSH);

    // when
    var deleted = server.delete(ada, "/hooks/" + sender.hook());

    // then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(sender.github("d-2", PUSH).status()).isEqualTo(404);
  }

  private Sender hook(String provider, Map<String, Object> rule) {
    var made =
        server.post(
            ada,
            "/hooks",
            Map.of("organization", organization, "name", "ci", "provider", provider, "rule", rule));
    assertThat(made.status()).isEqualTo(201);
    return new Sender(server, made.text("/id"), made.text("/secret"));
  }

  private static Map<String, Object> provision() {
    return Map.of(
        "type", "stack.provision",
        "input", Map.of("name", "review {ref}"),
        "labels", Map.of("commit", "{sha}"),
        "allow", Map.of("repositories", List.of("acme/*")));
  }

  private static Map<String, Object> probe() {
    return Map.of("type", "platform.probe", "input", Map.of("steps", 1));
  }

  private JsonNode deliveries(Sender sender) {
    return server.get(ada, "/hooks/" + sender.hook() + "/deliveries").body().get("data");
  }

  private int projects() {
    return server.get(ada, "/projects?organization=" + organization).body().size();
  }
}
