package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Infrastructure.class)
class ScheduleIT {

  private final UUID ada = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private TestDatabase database;
  private OrgServer server;
  private TopicReader commands;
  private String organization;

  @BeforeEach
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    this.database = database;
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.limits.schedules-per-organization", 3));
    commands = new TopicReader(broker, Topic.COMMANDS_NORMAL);
    organization = server.organization(ada, "acme");
  }

  @AfterEach
  void stop() {
    commands.close();
    server.close();
  }

  @Test
  void scheduleAsksForItsTaskAtItsTimeOnItsMakersBehalf() {
    // when
    var made = create(Map.of("at", Instant.now().plusMillis(700).toString()));

    // then
    assertThat(made.status()).isEqualTo(201);
    Eventually.asserted(() -> assertThat(commands.envelopes()).hasSize(1));
    assertThat(commands.envelopes().getFirst().actor())
        .isEqualTo(new Actor(Actor.Kind.SCHEDULE, made.text("/id"), ada.toString()));
    var shown = server.get(ada, "/schedules/" + made.text("/id"));
    assertThat(shown.text("/state")).isEqualTo("ended");
    assertThat(runs(shown)).containsExactly("accepted:");
    assertThat(shown.text("/last_runs/0/task")).isEqualTo(commands.tasks().getFirst());
  }

  @Test
  void nextFiveRunsAreShown() {
    // when
    var made = create(Map.of("cron", "30 2 * * *", "zone", "Europe/Berlin"));

    // then
    assertThat(made.body().at("/next_runs")).hasSize(5);
    assertThat(made.text("/next_runs/0")).isEqualTo(made.text("/next_at"));
    assertThat(made.text("/zone")).isEqualTo("Europe/Berlin");
    assertThat(server.get(ada, "/schedules?organization=" + organization).body().at("/data"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"skip, 0, skipped:missed", "once, 1, 'accepted:,skipped:missed'"})
  void whatWasMissedWhilePausedGoesByThePolicy(String missed, int tasks, String runs)
      throws SQLException {
    // given
    String id = create(Map.of("every", "PT1H", "missed", missed)).text("/id");
    server.post(ada, "/schedules/" + id + "/pause", Map.of());
    dueFor(id, Duration.ofMinutes(150));

    // when
    var resumed = server.post(ada, "/schedules/" + id + "/resume", Map.of());

    // then
    assertThat(resumed.text("/state")).isEqualTo("active");
    Eventually.asserted(() ->
        assertThat(runs(server.get(ada, "/schedules/" + id)))
            .containsExactlyInAnyOrder(runs.split(",", -1)));
    Eventually.asserted(() -> assertThat(commands.tasks()).hasSize(tasks));
    assertThat(Instant.parse(server.get(ada, "/schedules/" + id).text("/next_at")))
        .isAfter(Instant.now());
  }

  @Test
  void everyMissedRunIsMadeUpForWhereThatIsWanted() throws SQLException {
    // given
    String id = create(Map.of("every", "PT1H", "missed", "all")).text("/id");
    server.post(ada, "/schedules/" + id + "/pause", Map.of());
    dueFor(id, Duration.ofMinutes(270));

    // when
    server.post(ada, "/schedules/" + id + "/resume", Map.of());

    // then
    Eventually.asserted(() -> assertThat(commands.tasks()).hasSize(5).doesNotHaveDuplicates());
    assertThat(runs(server.get(ada, "/schedules/" + id))).hasSize(5).containsOnly("accepted:");
  }

  @Test
  void scheduleOfARemovedMemberStopsAndSaysWhy() throws SQLException {
    // given
    String id = create(Map.of("every", "PT1H")).text("/id");
    sql(
        "insert into org.membership values ('%s', '%s', 'developer', now())"
            .formatted(organization, bob));
    server.post(ada, "/schedules/" + id + "/pause", Map.of());
    dueFor(id, Duration.ofMinutes(1));
    sql("delete from org.membership where user_id = '%s'".formatted(ada));

    // when
    sql("update org.schedule set state = 'active' where id = '%s'".formatted(id));
    wake();

    // then
    Eventually.asserted(() -> {
      var shown = server.get(bob, "/schedules/" + id);
      assertThat(shown.text("/state")).isEqualTo("suspended");
      assertThat(shown.text("/reason")).isEqualTo("right_lost");
      assertThat(runs(shown)).containsExactly("refused:right_lost");
    });
    assertThat(commands.tasks()).isEmpty();

    // when
    server.post(bob, "/schedules/" + id + "/resume", Map.of());

    // then
    Eventually.asserted(() -> assertThat(commands.envelopes()).hasSize(1));
    assertThat(commands.envelopes().getFirst().actor().onBehalfOf()).isEqualTo(bob.toString());
  }

  @Test
  void refusedRunIsShownAndTheNextIsTried() throws SQLException {
    // given
    String project = server.project(ada, organization);
    server.change(ada, "stack.pause", project);
    var task = Map.of("type", "stack.pause", "project", project);
    String id = create(Map.of("every", "PT1H", "task", task)).text("/id");
    server.post(ada, "/schedules/" + id + "/pause", Map.of());
    dueFor(id, Duration.ofSeconds(5));

    // when
    server.post(ada, "/schedules/" + id + "/resume", Map.of());

    // then
    Eventually.asserted(() ->
        assertThat(runs(server.get(ada, "/schedules/" + id)))
            .containsExactly("refused:project_paused"));
    assertThat(server.get(ada, "/schedules/" + id).text("/state")).isEqualTo("active");
  }

  @Test
  void runOutOfTurnIsTheCallersOwnAndComesOncePerKey() {
    // given
    String id = create(Map.of("every", "PT1H")).text("/id");
    var key = Map.of("idempotency", key("run", "POST /v1/schedules/x/run"));

    // when
    var first = server.post(ada, "/schedules/" + id + "/run", key);
    var second = server.post(ada, "/schedules/" + id + "/run", key);

    // then
    assertThat(first.status()).isEqualTo(202);
    assertThat(second.text("/task_id")).isEqualTo(first.text("/task_id"));
    Eventually.asserted(() -> assertThat(commands.tasks()).containsExactly(first.text("/task_id")));
    assertThat(commands.envelopes().getFirst().actor().kind()).isEqualTo(Actor.Kind.PERSON);
    assertThat(server.get(ada, "/schedules/" + id).body().at("/last_runs")).hasSize(1);
  }

  @Test
  void sameKeyMakesOneSchedule() {
    // given
    Map<String, Object> more =
        Map.of("every", "PT1H", "idempotency", key("k", "POST /v1/schedules"));

    // when
    var first = create(more);
    var second = create(more);

    // then
    assertThat(second.text("/id")).isEqualTo(first.text("/id"));
  }

  @Test
  void limitHoldsAlsoForManyAtOnce() throws Exception {
    // given
    Callable<OrgServer.Answer> call = () -> create(Map.of("every", "PT1H"));

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(Stream.generate(() -> call).limit(8).toList());
    }

    // then
    assertThat(answers).filteredOn(answer -> answer.resultNow().status() == 201).hasSize(3);
    assertThat(answers)
        .filteredOn(answer -> answer.resultNow().status() != 201)
        .allSatisfy(
            answer -> assertThat(answer.get().text("/code")).isEqualTo("schedule_limit_reached"));
  }

  @Test
  void strangersScheduleDoesNotExist() {
    // given
    String path = "/schedules/" + create(Map.of("every", "PT1H")).text("/id");

    // then
    assertThat(server.get(bob, path).status()).isEqualTo(404);
    assertThat(server.post(bob, path + "/pause", Map.of()).status()).isEqualTo(404);
    assertThat(server.post(bob, path + "/run", Map.of()).status()).isEqualTo(404);
    assertThat(server.delete(bob, path).status()).isEqualTo(404);
    assertThat(server.get(bob, "/schedules").body().at("/data")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "every, PT1S",
    "every, soon",
    "cron, '61 * * * *'",
    "cron, '0 0 30 2 *'",
    "at, 2020-01-01T00:00:00Z",
    "missed, never",
    "overlap, never"
  })
  void whatIsNoScheduleIsRefused(String field, String value) {
    // given
    Map<String, Object> more = new HashMap<>();
    if (field.equals("missed") || field.equals("overlap")) {
      more.put("every", "PT1H");
    }
    more.put(field, value);

    // when
    var refused = create(more);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/code")).isEqualTo("invalid_request");
  }

  @Test
  void deletedScheduleIsGone() {
    // given
    String path = "/schedules/" + create(Map.of("every", "PT1H")).text("/id");

    // when
    var deleted = server.delete(ada, path);

    // then
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(server.get(ada, path).status()).isEqualTo(404);
  }

  private OrgServer.Answer create(Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "nightly");
    body.put("task", Map.of("type", "platform.probe", "organization", organization));
    body.putAll(more);
    return server.post(ada, "/schedules", body);
  }

  private static Map<String, String> key(String key, String scope) {
    return Map.of("key", key, "scope", scope, "fingerprint", "0123456789abcdef");
  }

  /** As if its next occurrence had been some time ago. */
  private void dueFor(String id, Duration since) throws SQLException {
    sql(
        """
        update org.schedule set next_at = now() - interval '%1$s seconds',
          timing = jsonb_set(timing, '{from}', to_jsonb(to_char(
            (now() - interval '%1$s seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
         where id = '%2$s'
        """
            .formatted(since.toSeconds(), id));
  }

  /** The clock looks again when something changes. */
  private void wake() {
    UUID eve = UUID.randomUUID();
    String other = server.organization(eve, "other");
    server.post(
        eve,
        "/schedules",
        Map.of(
            "name", "n",
            "every", "PT1H",
            "task", Map.of("type", "platform.probe", "organization", other)));
  }

  private void sql(String sql) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> runs(OrgServer.Answer shown) {
    return StreamSupport.stream(shown.body().at("/last_runs").spliterator(), false)
        .map(ScheduleIT::words)
        .toList();
  }

  private static String words(JsonNode run) {
    return run.path("outcome").asText() + ":" + run.path("reason").asText();
  }
}
