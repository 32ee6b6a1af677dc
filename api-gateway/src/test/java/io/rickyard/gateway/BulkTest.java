package io.rickyard.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.RegistryConfiguration;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BulkTargets;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput.TasksCancel;
import io.rickyard.contracts.task.TaskInput.TasksRetry;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkTest {

  private static final String FIRST = "0190a000-0000-7000-8000-000000000001";
  private static final String SECOND = "0190a000-0000-7000-8000-000000000002";
  private static final String WHERE =
      "{\"where\":{\"organization\":\"" + OrgDouble.ACME + "\",\"label\":[\"team=a\"]}";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @BeforeEach
  void forget() {
    installation.projector.forget();
  }

  @Test
  void everyPageOfWhatIsFoundTravelsSealedInOneTask() {
    // given
    installation.projector.on(
        "GET /tasks",
        asked ->
            asked.query().contains("after=")
                ? page(task(SECOND, "platform.probe", "queued"), null)
                : page(task(FIRST, "stack.pause", "running"), "next-page"));

    // when
    var answer = ada().post("/v1/tasks/cancel", WHERE + ",\"reason\":\"a mistake\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("matched").asInt()).isEqualTo(2);
    assertThat(answer.json().path("more").asBoolean()).isFalse();
    assertThat(answer.json().at("/task/id").asText()).isEqualTo(answer.header("Rickyard-Task"));
    var submit =
        (SubmitTask) installation.published().envelopes(Topic.COMMANDS_CRITICAL).getLast().body();
    assertThat(submit.input())
        .isEqualTo(
            new TasksCancel(
                "label=team=a organization="
                    + OrgDouble.ACME
                    + " state=scheduled,queued,running,retrying",
                2,
                "a mistake",
                false));
    assertThat(targets(submit).targets())
        .extracting(target -> target.id().toString())
        .containsExactly(FIRST, SECOND);
    assertThat(installation.projector.asked().getFirst().query())
        .contains("label=team%3Da", "organization=" + OrgDouble.ACME, "limit=500");
  }

  @Test
  void dryRunCountsAndDoesNothing() {
    // given
    installation.projector.on("GET /tasks/count", _ -> Reply.json(200, Map.of("count", 1_001)));
    int before = installation.commands().size();

    // when
    var answer = ada().post("/v1/tasks/cancel", WHERE + ",\"dry_run\":true}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("matched").asInt()).isEqualTo(1_000);
    assertThat(answer.json().path("more").asBoolean()).isTrue();
    assertThat(answer.json().has("task")).isFalse();
    assertThat(installation.commands()).hasSize(before);
  }

  @Test
  void filterThatFindsNothingBeginsNothing() {
    // given
    installation.projector.on("GET /tasks", _ -> Reply.json(200, Map.of("data", List.of())));

    // when
    var answer = ada().post("/v1/tasks/retry", WHERE + "}");

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("matched").asInt(-1)).isZero();
  }

  @Test
  void repetitionAsksForTheSameAgainAndLeavesOutWhatCannotBeRepeated() {
    // given
    installation.projector.on(
        "GET /tasks",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "data",
                    List.of(
                        task(FIRST, "platform.probe", "failed"),
                        task(SECOND, "stack.pause", "failed")))));

    // when
    var answer = ada().post("/v1/tasks/retry", WHERE + "}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    var submit =
        (SubmitTask) installation.published().envelopes(Topic.COMMANDS_NORMAL).getLast().body();
    assertThat(submit.input()).isInstanceOf(TasksRetry.class);
    var targets = targets(submit).targets();
    var again = requireNonNull(targets.getFirst().again());
    assertThat(again.retryOf()).isEqualTo(TaskId.parse(FIRST));
    assertThat(again.labels()).containsEntry("team", "a");
    assertThat(again.options().priority()).isEqualTo(7);
    assertThat(targets.getLast().again()).isNull();
    assertThat(targets.getLast().refused()).isEqualTo("not_repeatable");
  }

  @Test
  void deadLetterIsReplayedUnderTheOneIdItMayHave() {
    // given
    installation.projector.on(
        "GET /tasks/" + FIRST, _ -> Reply.json(200, task(FIRST, "platform.probe", "failed")));

    // when
    var once = ada().send("POST", "/v1/dead-letters/" + FIRST + "/replay", null);
    var twice = ada().send("POST", "/v1/dead-letters/" + FIRST + "/replay", null);

    // then
    assertThat(once.status()).as(once.body()).isEqualTo(202);
    assertThat(once.json().path("retry_of").asText()).isEqualTo(FIRST);
    assertThat(once.json().path("id").asText())
        .isEqualTo(TaskId.parse(FIRST).replay().toString())
        .isEqualTo(twice.json().path("id").asText());
  }

  @Test
  void deadLettersSayWhyTheyWereGivenUp() {
    // given
    installation.projector.on(
        "GET /tasks/dead",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "data",
                    List.of(
                        task(FIRST, "platform.probe", "failed"),
                        task(SECOND, "platform.probe", "failed", false)))));

    // when
    var answer = ada().get("/v1/dead-letters?organization=" + OrgDouble.ACME);

    // then
    assertThat(answer.json().at("/data/0/reason").asText()).isEqualTo("attempts_spent");
    assertThat(answer.json().at("/data/1/reason").asText()).isEqualTo("not_retryable");
    assertThat(ada().get("/v1/dead-letters?state=queued").status()).isEqualTo(400);
  }

  @Test
  void resultsAreReadFromTheBulkTasksLog() {
    // given
    installation.projector.on(
        "GET /tasks/" + FIRST + "/log",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "data",
                    List.of(
                        Map.of("number", 1, "text", SECOND + " submitted: " + FIRST),
                        Map.of("number", 2, "text", "something else"),
                        Map.of("number", 3, "text", FIRST + " refused: not_repeatable")),
                    "next",
                    "3")));

    // when
    var answer = ada().get("/v1/tasks/" + FIRST + "/results");

    // then
    assertThat(answer.body())
        .isEqualTo(
            "{\"data\":[{\"id\":\""
                + SECOND
                + "\",\"result\":\"submitted\",\"task\":\""
                + FIRST
                + "\"},{\"id\":\""
                + FIRST
                + "\",\"result\":\"refused\",\"code\":\"not_repeatable\"}],\"next\":\"3\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cancel | {\"where\":{\"state\":\"queued\"}} | 400",
        "cancel | {\"where\":{\"organization\":\"acmeacmeacmeacmeacme\",\"state\":\"failed\"}} | 400",
        "retry  | {\"where\":{\"organization\":\"acmeacmeacmeacmeacme\",\"state\":\"queued\"}} | 400",
        "cancel | {\"where\":{\"organization\":\"acmeacmeacmeacmeacme\",\"stat\":\"queued\"}} | 400",
        "cancel | {\"where\":{\"organization\":\"acmeacmeacmeacmeacme\",\"label\":7}} | 400",
        "cancel | {\"where\":{\"organization\":\"acmeacmeacmeacmeacme\"},\"limit\":10001} | 400",
        "cancel | {\"where\":{\"organization\":\"foreignforeignforeig\"}} | 404"
      })
  void whatCouldMeanMoreThanIsMeantIsRefused(String verb, String body, int status) {
    assertThat(ada().post("/v1/tasks/" + verb, body).status()).isEqualTo(status);
  }

  @Test
  void memberWithoutTheRightBeginsNothing() {
    assertThat(ben().post("/v1/tasks/cancel", WHERE + "}").status()).isEqualTo(403);
  }

  @Test
  void liveTaskAndBulkTaskAreNotRepeated() {
    // given
    installation
        .projector
        .on("GET /tasks/" + FIRST, _ -> Reply.json(200, task(FIRST, "platform.probe", "running")))
        .on("GET /tasks/" + SECOND, _ -> Reply.json(200, task(SECOND, "tasks.cancel", "failed")));

    // then
    assertThat(ada().send("POST", "/v1/tasks/" + FIRST + "/retry", null).status()).isEqualTo(409);
    assertThat(ada().send("POST", "/v1/tasks/" + SECOND + "/retry", null).status()).isEqualTo(422);
  }

  private static BulkTargets targets(SubmitTask submit) {
    var sealed = requireNonNull(submit.secrets().get(BulkTargets.FIELD));
    String context = "organization=" + OrgDouble.ACME + ";field=" + BulkTargets.FIELD;
    try {
      byte[] text =
          installation
              .workerKeys
              .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
              .decrypt(
                  Base64.getDecoder().decode(sealed.ciphertext()),
                  context.getBytes(StandardCharsets.UTF_8));
      return BulkTargets.unpacked(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Reply page(Map<String, Object> task, @Nullable String next) {
    Map<String, Object> page = new HashMap<>();
    page.put("data", List.of(task));
    if (next != null) {
      page.put("next", next);
    }
    return Reply.json(200, page);
  }

  private static Map<String, Object> task(String id, String type, String state) {
    return task(id, type, state, true);
  }

  private static Map<String, Object> task(String id, String type, String state, boolean retryable) {
    return Map.of(
        "id",
        id,
        "type",
        type,
        "queue",
        type.startsWith("stack") ? "critical" : "normal",
        "state",
        state,
        "organization",
        OrgDouble.ACME,
        "labels",
        Map.of("team", "a"),
        "priority",
        7,
        "input",
        Map.of(),
        "error",
        Map.of("code", "probe_failed", "message", "no", "retryable", retryable));
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  private static Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }
}
