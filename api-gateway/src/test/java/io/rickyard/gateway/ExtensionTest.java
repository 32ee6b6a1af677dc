package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.task.Beginning;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.InputField;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that workers announce are accepted like our own, without their classes. */
class ExtensionTest {

  private static final String TASK = "0190a000-0000-7000-8000-000000000001";
  private static final ExtensionType GREET = new ExtensionType("acme.greet");
  private static final ExtensionType SWEEP = new ExtensionType("acme.sweep");

  private Installation installation;
  private TaskTypes types;

  @BeforeEach
  void start() {
    installation = new Installation();
    types = installation.gateway().context().getBean(TaskTypes.class);
    types.hear(
        new TypeAnnouncement(
            GREET,
            "Greets somebody",
            TypeTerms.PLAIN.in(TaskQueue.BATCH).within(5, Duration.ofMinutes(10)),
            List.of(
                new InputField("name", InputField.Kind.TEXT, true, List.of()),
                new InputField("times", InputField.Kind.INTEGER, false, List.of()))),
        Instant.now());
    types.hear(
        new TypeAnnouncement(
            SWEEP,
            "Sweeps a project",
            TypeTerms.PLAIN.begunBy(Set.of(Beginning.HOOK)).withProject(),
            List.of()),
        Instant.now());
    types.complete();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void announcedTypeIsAcceptedIntoItsQueueWithItsInputAsItWasWritten() {
    // when
    var answer = ada().post("/v1/tasks", greet("{\"name\":\"Ada\",\"times\":2}"));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("type").asText()).isEqualTo("acme.greet");
    assertThat(answer.json().path("queue").asText()).isEqualTo("batch");
    var submit =
        (SubmitTask) installation.published().envelopes(Topic.COMMANDS_BATCH).getLast().body();
    assertThat(submit.input())
        .isInstanceOfSatisfying(
            TaskInput.Extension.class,
            input -> {
              assertThat(input.taskType()).isEqualTo(GREET);
              assertThat(input.fields().toString()).isEqualTo("{\"name\":\"Ada\",\"times\":2}");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                              | invalid_request | input.name",
        "{\"name\":7}                    | invalid_request | input.name",
        "{\"name\":\"A\",\"times\":\"x\"} | invalid_request | input.times",
        "{\"name\":\"A\",\"tims\":1}      | unknown_field   | input.tims",
        "{\"name\":\"A\",\"type\":\"x\"}  | unknown_field   | input.type"
      })
  void badInputIsRefusedWithTheNameOfItsField(String input, String code, String field) {
    // when
    var answer = ada().post("/v1/tasks", greet(input));

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.body()).contains(field);
    assertThat(installation.commands()).isEmpty();
  }

  @Test
  void typeThatNobodyAnnouncedIsRefusedWithThoseThereAre() {
    // when
    var answer = ada().post("/v1/tasks", task("acme.grete", "{}", ""));

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("acme.grete", "platform.probe", "acme.greet", "acme.sweep");
  }

  @Test
  void typeIsNotCalledUnknownBeforeAllWasHeard() {
    // given
    try (var fresh = new Installation()) {
      // when
      var answer =
          Caller.with(fresh.url(), AuthDouble.ADA).post("/v1/tasks", task("acme.new", "{}", ""));

      // then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("busy");
    }
  }

  @Test
  void optionsBeyondTheTypesBoundsAreRefused() {
    // when
    var answer =
        ada()
            .post(
                "/v1/tasks",
                task("acme.greet", "{\"name\":\"A\"}", ",\"retry\":{\"max_attempts\":6}"));

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("retry.max_attempts");
  }

  @Test
  void typeThatWorksWithAProjectNamesOne() {
    // when
    var answer = ada().post("/v1/tasks", task("acme.sweep", "{}", ""));

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("project");
  }

  @Test
  void batchTakesWhatMayComeInOne() {
    // given
    String sweep = "{\"type\":\"acme.sweep\",\"project\":\"" + OrgDouble.SHOP + "\"}";

    // when
    var answer =
        ada()
            .header("Content-Type", "application/x-ndjson")
            .post(
                "/v1/tasks/batch",
                greet("{\"name\":\"A\"}") + "\n" + greet("{}") + "\n" + sweep + "\n");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.header("Rickyard-Accepted")).isEqualTo("1");
    assertThat(answer.body()).contains("input.name", "not_in_batch");
  }

  @Test
  void endedTaskIsRepeatedWhereItsTypeMayBe() {
    // given
    ended("acme.greet");

    // when
    var again = ada().send("POST", "/v1/tasks/" + TASK + "/retry", null);
    ended("acme.sweep");
    var never = ada().send("POST", "/v1/tasks/" + TASK + "/retry", null);

    // then
    assertThat(again.status()).as(again.body()).isEqualTo(202);
    assertThat(again.json().path("retry_of").asText()).isEqualTo(TASK);
    assertThat(again.json().path("input").path("name").asText()).isEqualTo("Ada");
    assertThat(never.status()).isEqualTo(422);
  }

  @Test
  void typesAreListedWithTheirTermsAndFields() {
    // when
    var listed = ada().get("/v1/task-types").json().path("data");

    // then
    assertThat(listed.findValuesAsText("type"))
        .contains("platform.probe", "acme.greet", "acme.sweep");
    var greet = listed.path(listed.size() - 2);
    assertThat(greet.path("description").asText()).isEqualTo("Greets somebody");
    assertThat(greet.path("queue").asText()).isEqualTo("batch");
    assertThat(greet.path("most_attempts").asInt()).isEqualTo(5);
    assertThat(greet.path("fields").findValuesAsText("name")).containsExactly("name", "times");
  }

  private void ended(String type) {
    installation.projector.on(
        "GET /tasks/" + TASK,
        _ ->
            Reply.json(
                200,
                Map.of(
                    "id",
                    TASK,
                    "type",
                    type,
                    "queue",
                    "batch",
                    "state",
                    "failed",
                    "organization",
                    OrgDouble.ACME,
                    "input",
                    Map.of("name", "Ada"),
                    "labels",
                    Map.of())));
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  private static String greet(String input) {
    return task("acme.greet", input, "");
  }

  private static String task(String type, String input, String more) {
    return "{\"type\":\"%s\",\"organization\":\"%s\",\"input\":%s%s}"
        .formatted(type, OrgDouble.ACME, input, more);
  }
}
