package io.rickyard.projector;

import static io.rickyard.projector.Messages.AT;
import static io.rickyard.projector.Messages.FOREIGN;
import static io.rickyard.projector.Messages.ORGANIZATION;
import static io.rickyard.projector.Messages.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.projector.kafka.Intake;
import io.rickyard.service.RunningService;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import io.rickyard.testing.TestIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class StatusProjectorIT {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<RunningService> services = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestIssuer issuer = TestIssuer.start();
  private TestDatabase database;
  private TestBroker broker;
  private Messages messages;

  @BeforeEach
  void start(TestDatabase freshDatabase, TestBroker freshBroker) {
    database = freshDatabase;
    broker = freshBroker;
    messages = new Messages(broker.settings("test"));
    startProjector();
  }

  @AfterEach
  void stop() {
    services.forEach(RunningService::close);
    messages.close();
    http.close();
    issuer.close();
  }

  @Test
  void acceptedTaskIsShownAtVersionZeroToItsMembersOnly() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();

    // when
    Position position = messages.submit(task);

    // then
    var shown = get("ada", "/tasks/" + task, position);
    assertThat(shown.statusCode()).isEqualTo(200);
    JsonNode json = JSON.readTree(shown.body());
    assertThat(json.path("state").asText()).isEqualTo("queued");
    assertThat(json.path("version").asLong(-1)).isZero();
    assertThat(json.path("type").asText()).isEqualTo("platform.probe");
    assertThat(json.path("input").path("steps").asInt()).isEqualTo(2);
    assertThat(json.path("input").has("type")).isFalse();
    assertThat(json.path("organization").asText()).isEqualTo(ORGANIZATION.value());
    assertThat(json.has("project")).isFalse();
    assertThat(get("eve", "/tasks/" + task, null).statusCode()).isEqualTo(404);
    assertThat(get("eve", "/tasks?organization=" + ORGANIZATION, null).statusCode()).isEqualTo(404);
  }

  @Test
  void forgedTokenIsNobodys() throws Exception {
    // given
    messages.organization("ada");
    Position position = messages.submit(TaskId.next());
    get("ada", "/tasks?organization=" + ORGANIZATION, position);

    // then
    for (var forgery : issuer.forgeries("ada").entrySet()) {
      var request =
          HttpRequest.newBuilder(
                  services.getFirst().url().resolve("/tasks?organization=" + ORGANIZATION))
              .header("authorization", "Bearer " + forgery.getValue())
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .as(forgery.getKey())
          .isEqualTo(forgery.getKey().equals("good") ? 200 : 401);
    }
  }

  @Test
  void forgedCommandShowsNowhere() throws Exception {
    // given
    messages.organization("ada");
    var forged = TaskId.next();
    var genuine = TaskId.next();

    // when
    Position position;
    try (var forger = new Messages(broker.settings("forger"), new byte[32])) {
      position = forger.submit(forged);
    }
    Position after = messages.submit(genuine);

    // then
    assertThat(get("ada", "/tasks/" + forged, position).statusCode()).isEqualTo(404);
    assertThat(get("ada", "/tasks/" + genuine, after).statusCode()).isEqualTo(200);
    assertThat(ids(json("ada", "/tasks"))).containsExactly(text(genuine));
  }

  @Test
  void lifeOfATaskIsShownWithItsAttemptsAndSteps() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    messages.submit(task);

    // when
    messages.events(task, 2, Messages.queued(), Messages.started());
    messages.events(
        task,
        5,
        new TaskEvent.StepStarted(AT, Attempt.FIRST, 1, "step-1"),
        new TaskEvent.StepCompleted(AT, Attempt.FIRST, 1, false),
        Messages.succeeded());

    // then
    JsonNode json = awaitTask(task, 5);
    assertThat(json.path("state").asText()).isEqualTo("succeeded");
    assertThat(json.path("progress").toString()).isEqualTo("{\"total\":2,\"completed\":1}");
    assertThat(json.path("attempts").path(0).path("outcome").asText()).isEqualTo("succeeded");
    assertThat(json.path("attempts").path(0).has("steps")).isFalse();
    assertThat(json.path("steps").path(0).path("state").asText()).isEqualTo("completed");
    assertThat(json.path("steps").path(1).path("state").asText()).isEqualTo("pending");
  }

  @Test
  void listIsNewestFirstFilteredAndPaged() throws Exception {
    // given
    messages.organization("ada");
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.addFirst(TaskId.next());
      messages.submit(tasks.getFirst());
    }
    messages.events(tasks.get(2), 3, Messages.life());
    awaitTask(tasks.get(2), 3);
    Eventually.until(() -> number("select count(*) from status.task") == tasks.size());

    // when
    JsonNode first = json("ada", "/tasks?limit=2");
    JsonNode second = json("ada", "/tasks?limit=2&after=" + first.path("next").asText());
    JsonNode ended = json("ada", "/tasks?state=succeeded,failed");

    // then
    assertThat(ids(first)).containsExactly(text(tasks.get(0)), text(tasks.get(1)));
    assertThat(ids(second)).containsExactly(text(tasks.get(2)), text(tasks.get(3)));
    assertThat(ids(ended)).containsExactly(text(tasks.get(2)));
    assertThat(get("ada", "/tasks?state=lost", null).statusCode()).isEqualTo(400);
    assertThat(get("ada", "/tasks?limit=0", null).statusCode()).isEqualTo(400);
  }

  @Test
  void stackComesUpAndIsShownWithItsProjectsName() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();

    // when
    messages.stack(
        2,
        new StackEvent.StackProvisioningStarted(AT, task, AT.plusSeconds(60)),
        new StackEvent.StackActivated(
            AT,
            List.of(new ServiceHealth("db", true, AT, "17", null)),
            new DatabaseEndpoint("127.0.0.1", 20001, "postgres", "17")));
    messages.organization(
        ORGANIZATION, 4, new OrganizationEvent.ProjectRenamed(AT, PROJECT, "é\0"));

    // then
    Eventually.asserted(() -> {
      JsonNode stack = json("ada", "/stacks/" + PROJECT);
      assertThat(stack.path("status").asText()).isEqualTo("ACTIVE_HEALTHY");
      assertThat(stack.path("name").asText()).isEqualTo("é\uFFFD");
      assertThat(stack.path("task").asText()).isEqualTo(task.toString());
      assertThat(stack.path("services").path(0).path("service").asText()).isEqualTo("db");
      assertThat(stack.path("version").asLong()).isEqualTo(2);
    });
    assertThat(json("ada", "/stacks").path("data")).hasSize(1);
    assertThat(json("eve", "/stacks").path("data")).isEmpty();
  }

  @Test
  void commandOfATaskThatAWorkerHasToldOfWritesNothing() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    messages.events(task, 3, Messages.life());
    awaitTask(task, 3);
    long head = number("select sequence from status.event_head");

    // when
    awaitProjected(messages.submit(task));

    // then
    assertThat(number("select sequence from status.event_head")).isEqualTo(head);
    assertThat(awaitTask(task, 3).path("state").asText()).isEqualTo("succeeded");
  }

  @Test
  void redeliveredEventsChangeNothing() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    messages.events(task, 3, Messages.life());
    awaitTask(task, 3);
    long head = number("select sequence from status.event_head");

    // when
    messages.events(task, 2, Messages.queued(), Messages.started());
    messages.events(task, 3, Messages.life());
    var next = TaskId.next();
    awaitProjected(messages.submit(next));

    // then
    assertThat(number("select sequence from status.event_head")).isEqualTo(head + 1);
    assertThat(awaitTask(task, 3).path("state").asText()).isEqualTo("succeeded");
  }

  @Test
  void gapParksTheEntityVisiblyUntilTheMissingEventsCome() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    messages.submit(task);
    messages.events(task, 3, Messages.succeeded());
    Eventually.until(() -> number("select count(*) from status.parked") == 1);
    assertThat(health()).contains("\"parked\":{\"task\":1}");

    // when
    messages.events(task, 2, Messages.queued(), Messages.started());

    // then
    awaitTask(task, 3);
    assertThat(number("select count(*) from status.parked")).isZero();
  }

  @Test
  void cancelledBeforeItWasKnownWaitsForItsDescription() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    messages.events(
        task, 1, new TaskEvent.TaskCancelled(AT, new Reason("asked", "Nobody needs it")));
    Eventually.until(() -> number("select count(*) from status.parked") == 1);

    // when
    messages.submit(task);

    // then
    assertThat(awaitTask(task, 1).path("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void twoInstancesTellEachEndOnceAndLeaveNoGapInTheLog() throws Exception {
    // given
    startProjector();
    messages.organization("ada");

    // when
    for (int i = 0; i < 150; i++) {
      var task = TaskId.next();
      messages.submit(task);
      messages.events(task, 3, Messages.life());
    }

    // then
    Eventually.until(
        () -> number("select count(*) from status.task where state = 'succeeded'") == 150);
    assertThat(
            number(
                """
                select count(*) from (
                  select task from status.event_log
                   where payload -> 'task' ->> 'state' = 'succeeded'
                   group by task having count(*) = 1) told
                """))
        .isEqualTo(150);
    assertThat(number("select max(sequence) - count(*) from status.event_log")).isZero();
  }

  @Test
  void commandNobodyCouldReadIsShownAsAFailedTask() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();

    // when
    messages.events(
        task,
        1,
        new TaskEvent.TaskFailed(AT, new TaskError("unreadable", "It cannot be read", false)));

    // then
    JsonNode json = awaitTask(task, 1);
    assertThat(json.path("state").asText()).isEqualTo("failed");
    assertThat(json.path("error").path("code").asText()).isEqualTo("unreadable");
    assertThat(json.has("input")).isFalse();
    messages.events(task, 2, new TaskEvent.TaskExpired(AT));
    Eventually.until(() -> number("select count(*) from status.parked") == 1);
  }

  @Test
  void instanceThatStopsHandsItsPartitionsOver() throws Exception {
    // given
    messages.organization("ada");
    startProjector();
    var before = TaskId.next();
    messages.events(before, 3, Messages.life());
    awaitTask(before, 3);

    // when
    services.removeLast().close();
    List<TaskId> after = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      after.add(TaskId.next());
      messages.events(after.getLast(), 3, Messages.life());
    }

    // then
    for (TaskId task : after) {
      awaitTask(task, 3);
    }
    assertThat(number("select count(*) from status.parked")).isZero();
  }

  @Test
  void databaseThatGoesAwayAndComesBackLosesNothing() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    messages.submit(task);
    awaitTask(task, 0);

    // when
    database.away();
    messages.events(task, 3, Messages.life());
    database.back();

    // then
    awaitTask(task, 3);
  }

  @Test
  void logLinesArePagedAndStoredOnce() throws Exception {
    // given
    messages.organization("ada");
    var task = TaskId.next();
    awaitProjected(messages.submit(task));

    // when
    for (int number : List.of(1, 2, 2, 1, 3)) {
      messages.log(task, number, "line " + number + "\0");
    }

    // then
    Eventually.until(() -> json("ada", "/tasks/" + task + "/log").path("data").size() == 3);
    JsonNode page = json("ada", "/tasks/" + task + "/log?limit=2");
    assertThat(page.path("next").asText()).isEqualTo("2");
    assertThat(page.path("data").path(0).path("text").asText()).isEqualTo("line 1\uFFFD");
    assertThat(page.path("data").path(0).path("at").asText())
        .isEqualTo("2026-11-21T08:00:00.000000Z");
    assertThat(get("eve", "/tasks/" + task + "/log", null).statusCode()).isEqualTo(404);
  }

  @Test
  void memberWhoWasRemovedSeesNothingAnyMore() throws Exception {
    // given
    messages.organization("ada");
    messages.organization(
        ORGANIZATION, 4, new OrganizationEvent.MemberAdded(AT, "bob", Role.MEMBER));
    messages.organization(
        FOREIGN,
        2,
        new OrganizationEvent.OrganizationCreated(AT, "Else"),
        new OrganizationEvent.MemberAdded(AT, "eve", Role.OWNER));
    Eventually.until(() -> json("bob", "/stacks").path("data").size() == 1);

    // when
    awaitProjected(
        messages.organization(ORGANIZATION, 5, new OrganizationEvent.MemberRemoved(AT, "bob")));

    // then
    assertThat(json("bob", "/stacks").path("data")).isEmpty();
    assertThat(json("eve", "/stacks").path("data")).isEmpty();
    assertThat(json("ada", "/stacks").path("data")).hasSize(1);
  }

  @Test
  void withoutATokenNothingIsTold() throws Exception {
    assertThat(
            http.send(
                    HttpRequest.newBuilder(services.getFirst().url().resolve("/tasks")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(401);
  }

  private void startProjector() {
    Map<String, Object> settings = new HashMap<>(database.settings("status"));
    settings.put("rickyard.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("rickyard.services.auth.url", issuer.url());
    settings.put("micronaut.server.port", -1);
    settings.put(
        "rickyard.signing.keys.gateway",
        Base64.getEncoder().encodeToString(Messages.SIGNING_SECRET));
    services.add(StatusProjector.start(settings));
  }

  private JsonNode awaitTask(TaskId task, long version) throws Exception {
    Eventually.asserted(() ->
        assertThat(
                number(
                    "select coalesce(max(version), -1) from status.task where id = '" + task + "'"))
            .isEqualTo(version));
    return json("ada", "/tasks/" + task);
  }

  private void awaitProjected(Position position) {
    Eventually.until(() ->
        number(
                "select count(*) from status.consumer_offset where consumer = '%s' and topic = '%s' and partition = %d and next_offset > %d"
                    .formatted(
                        Intake.consumer(position.topic()),
                        position.topic().topicName(),
                        position.partition(),
                        position.offset()))
            == 1);
  }

  private String health() throws Exception {
    return http.send(
            HttpRequest.newBuilder(services.getFirst().url().resolve("/health")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private JsonNode json(String user, String path) throws IOException, InterruptedException {
    var answer = get(user, path, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> get(String user, String path, @Nullable Position position)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(services.getFirst().url().resolve(path))
            .header("authorization", "Bearer " + issuer.session(user));
    if (position != null) {
      request.header("Prefer", "wait=1").header("Rickyard-Position", position.text());
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<String> ids(JsonNode page) {
    return StreamSupport.stream(page.path("data").spliterator(), false)
        .map(task -> task.path("id").asText())
        .toList();
  }

  private static String text(TaskId id) {
    return id.toString();
  }
}
