package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tasks, what makes them, and what they write. */
class TaskCommandsTest extends CommandsAtAnInstallation {

  @Test
  void tasksAreListedByEverythingTheyAreKnownBy() {
    // given
    installation.on(
        "GET /v1/tasks?state=failed%2Crunning&project="
            + REF
            + "&created_after=2026-12-01T08%3A00%3A00Z&q=run_timeout&label=team%3Da&label=nightly&limit=20",
        Reply.json(200, "{\"data\":[]}"));

    // when
    var code =
        run(
            "tasks",
            "list",
            "--state=failed,running",
            "--project=shop",
            "--label=team=a",
            "--label=nightly",
            "--created-after=2026-12-01T08:00:00Z",
            "--find=run_timeout");

    // then
    assertThat(code).as(err()).isZero();
  }

  @Test
  void cancelByFilterSaysHowManyAndWhichTaskDoesIt() {
    // given
    installation.on(
        "POST /v1/tasks/cancel",
        Reply.json(202, "{\"matched\":7,\"more\":true,\"task\":{\"id\":\"t9\"}}")
            .with("Rickyard-Task", "t9"));

    // when
    var code =
        run("tasks", "cancel", "--where", "state=queued", "--where=label=team=a", "--limit=7");

    // then
    assertThat(code).isZero();
    assertThat(out()).isEqualTo("Cancelling 7 tasks as task t9.\n");
    assertThat(err()).contains("More tasks fit");
    assertThat(installation.asked("POST /v1/tasks/cancel").getFirst().body())
        .isEqualTo(
            "{\"where\":{\"state\":[\"queued\"],\"label\":[\"team=a\"],\"organization\":\"o1\"},\"limit\":7}");
  }

  @Test
  void dryRunOnlyCounts() {
    // given
    installation.on("POST /v1/tasks/retry", Reply.json(200, "{\"matched\":3,\"more\":false}"));

    // when
    var code = run("tasks", "retry", "--where=type=platform.probe", "--dry-run");

    // then
    assertThat(code).isZero();
    assertThat(out()).isEqualTo("3 tasks fit.\n");
  }

  @Test
  void cancelOfNothingInParticularIsAMistake() {
    assertThat(run("tasks", "cancel")).isEqualTo(2);
    assertThat(run("tasks", "cancel", "t1", "--where=state=queued")).isEqualTo(2);
  }

  @Test
  void batchEndsBadlyWhenALineWasRefusedAndSaysWhich() throws IOException {
    // given
    Path file = home.resolve("tasks.ndjson");
    Files.writeString(file, "{}\n{}\n");
    installation.on(
        "POST /v1/tasks/batch",
        Reply.json(
            202,
            """
            {"line":1,"id":"t1","position":"commands.normal-0-1"}
            {"line":2,"problem":{"code":"invalid_request","title":"x","detail":"The field type is missing"}}
            """));

    // when
    var code = run("tasks", "batch", file.toString());

    // then
    assertThat(code).isEqualTo(1);
    assertThat(out()).isEqualTo("Accepted 1 of 2 tasks.\n");
    assertThat(err()).contains("Line 2: The field type is missing (invalid_request)");
    assertThat(installation.asked("POST /v1/tasks/batch").getFirst().body()).isEqualTo("{}\n{}\n");
  }

  @Test
  void deadLettersShowWhyTheyWereGivenUp() {
    // given
    installation.on(
        "GET /v1/dead-letters?limit=20",
        Reply.json(
            200,
            """
            {"data": [{"id": "t1", "type": "platform.probe", "state": "failed", "attempt": 3,
              "reason": "attempts_spent", "error": {"code": "run_timeout", "message": "x"},
              "created_at": "2026-11-21T08:00:00Z"}]}
            """));

    // when
    var code = run("dead-letters", "list");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("t1", "attempts_spent", "run_timeout", "3");
  }

  @Test
  void aWaitingTaskSaysWhatItWaitsFor() {
    // given
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"type\":\"platform.probe\",\"state\":\"queued\",\"created_at\":\"2026-11-21T08:00:00Z\"}"));
    installation.on(
        "GET /v1/tasks/t1/position",
        Reply.json(
            200,
            """
            {"task": "t1", "waits_for": "turn", "queue": "batch", "ahead": 1000, "more": true,
              "held_back_by": [{"reason": "paused", "scope": "queue:batch", "by": "ops", "words": "upgrade"}]}
            """));

    // when
    var code = run("tasks", "show", "t1");
    var shown = out();
    out.reset();
    run("tasks", "show", "t1", "--json");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(shown)
        .contains(
            "its turn in queue batch: more than 1000 tasks of its organization before it",
            "queue:batch is paused by ops upgrade");
    assertThat(out()).contains("\"waits_for\" : \"turn\"");
  }

  @Test
  void scheduleIsMadeFromItsFlagsAndShownWithItsNextRuns() {
    // given
    installation.on(
        "POST /v1/schedules",
        Reply.json(
            201,
            """
            {"id": "s1", "name": "nightly", "state": "active", "cron": "30 2 * * *",
             "zone": "Europe/Berlin", "missed": "skip", "overlap": "allow",
             "task": {"type": "stack.restart"}, "next_runs": ["2027-03-28T01:00:00Z"]}
            """));

    // when
    var code =
        run(
            "schedules",
            "create",
            "nightly",
            "stack.restart",
            "--project=shop",
            "--cron=30 2 * * *",
            "--zone=Europe/Berlin",
            "--missed=skip",
            "--run-timeout=5m");

    // then
    assertThat(code).isZero();
    assertThat(out()).contains("30 2 * * * Europe/Berlin").contains("2027-03-28T01:00:00Z");
    assertThat(installation.asked("POST /v1/schedules").getFirst().body())
        .isEqualTo(
            """
            {"name":"nightly","cron":"30 2 * * *","zone":"Europe/Berlin","missed":"skip",\
            "task":{"type":"stack.restart","project":"%s","input":{},"labels":{},\
            "run_timeout":"PT5M"}}\
            """
                .formatted(REF));
  }

  @Test
  void jobIsItsCommandAfterTwoDashes() {
    // given
    installation.on(
        "POST /v1/tasks", Reply.json(202, "{\"id\":\"t1\"}").with("Rickyard-Task", "t1"));

    // when
    var code = run("jobs", "run", "--project=shop", "--timeout=5m", "--", "psql", "-c", "select 1");

    // then
    assertThat(code).isZero();
    assertThat(installation.asked("POST /v1/tasks").getFirst().body())
        .isEqualTo(
            """
            {"type":"job.run","project":"%s",\
            "input":{"command":["psql","-c","select 1"],"timeout":"PT5M"}}\
            """
                .formatted(REF));
  }

  @Test
  void jsonGoesToStandardOutputAloneAndProgressBesideIt() {
    // given
    installation.on(
        "DELETE /v1/projects/" + REF,
        Reply.json(200, "{\"ref\":\"" + REF + "\"}").with("Rickyard-Task", "t1"));
    installation.on("GET /v1/projects/" + REF, Reply.json(200, PROJECT));
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(200, "{\"id\":\"t1\",\"type\":\"stack.delete\",\"state\":\"succeeded\"}"));

    // when
    var code = run("projects", "delete", "shop", "--yes", "--watch", "--json");

    // then
    assertThat(code).isZero();
    assertThat(json(out()).path("state").asText()).isEqualTo("succeeded");
    assertThat(err()).contains("delete shop  succeeded");
  }

  @Test
  void followedTaskThatFailsEndsTheCommandWithOne() {
    // given
    installation.on(
        "POST /v1/projects/" + REF + "/pause", Reply.json(200, "").with("Rickyard-Task", "t1"));
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"type\":\"stack.pause\",\"state\":\"failed\",\"error\":{\"message\":\"stuck\"}}"));

    // when
    var code = run("projects", "pause", "shop", "--watch");

    // then
    assertThat(code).isEqualTo(1);
    assertThat(out()).contains("pause shop  failed").contains("stuck");
    assertThat(err()).contains("rickyard tasks logs t1");
  }

  @Test
  void inputValuesKeepTheirJsonTypes() {
    // given
    installation.on("POST /v1/tasks", Reply.json(202, "{\"id\":\"t1\"}"));

    // when
    run(
        "tasks",
        "submit",
        "platform.probe",
        "-i",
        "steps=3",
        "-i",
        "step_duration=PT1S",
        "-l",
        "by=ann");

    // then
    assertThat(json(installation.asked("POST /v1/tasks").getFirst().body()))
        .isEqualTo(
            json(
                """
                {"type":"platform.probe","organization":"o1","input":{"steps":3,"step_duration":"PT1S"},
                 "labels":{"by":"ann"}}
                """));
  }

  @Test
  void logIsPrintedPageByPage() {
    // given
    var first =
        "{\"data\":[{\"number\":1,\"at\":\"2026-11-21T09:31:28.5478Z\",\"level\":\"info\",\"text\":\"one\"}],\"next\":\"c\"}";
    var second =
        "{\"data\":[{\"number\":2,\"at\":\"2026-11-21T10:31:29+01:00\",\"level\":\"error\",\"text\":\"two\"}]}";
    installation.on("GET /v1/tasks/t1/log?limit=500", Reply.json(200, first));
    installation.on("GET /v1/tasks/t1/log?after=c&limit=500", Reply.json(200, second));

    // then
    assertThat(run("tasks", "logs", "t1")).isZero();
    assertThat(out())
        .isEqualTo("2026-11-21T09:31:28.547Z info  one\n2026-11-21T09:31:29.000Z error two\n");
  }

  @Test
  void followedLogEndsAsItsTaskDoes() {
    // given
    installation.on(
        "GET /v1/tasks/t1/log",
        Reply.stream(
            "id: 1\nevent: line\ndata: {\"at\":\"2026-11-21T09:31:28.5478Z\",\"level\":\"info\",\"text\":\"one\"}",
            "event: end\ndata: {\"state\":\"failed\"}"));

    // then
    assertThat(run("tasks", "logs", "-f", "t1")).isEqualTo(1);
    assertThat(out()).isEqualTo("2026-11-21T09:31:28.547Z info  one\n");
  }
}
