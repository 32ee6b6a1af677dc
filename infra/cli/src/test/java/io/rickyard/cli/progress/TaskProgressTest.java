package io.rickyard.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskProgressTest {
  private static final String QUEUED = task("queued", 1, 0, "");
  private static final String RUNNING =
      task(
          "running",
          2,
          1,
          step(1, "prepare", "succeeded", "2026-11-21T12:00:00.500Z")
              + ","
              + step(2, "start", "running", null));
  private static final String SUCCEEDED =
      task(
          "succeeded",
          2,
          2,
          step(1, "prepare", "succeeded", "2026-11-21T12:00:00.500Z")
              + ","
              + step(2, "start", "succeeded", "2026-11-21T12:00:02Z"));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final StubInstallation installation = new StubInstallation();
  private final RickyardClient client = new RickyardClient(installation.url(), "sbp_1");

  @AfterEach
  void stop() {
    client.close();
    installation.close();
  }

  @Test
  void plainOutputHasOneLineForEachChange() throws InterruptedException {
    // given
    installation.on("GET /v1/tasks/t1", json(QUEUED), json(RUNNING), json(SUCCEEDED));
    installation.on(
        "GET /v1/events?task=t1",
        Reply.stream("retry: 20", "id: 1\nevent: task\ndata: {}"),
        Reply.stream("id: 2\nevent: task\ndata: {}"));

    // when
    var end = new TaskProgress(client, Terminal.plain(out)).follow("t1", "create shop", null);

    // then
    assertThat(end.succeeded()).isTrue();
    assertThat(printedLines())
        .filteredOn(line -> !line.contains("connect"))
        .containsExactly(
            "create shop  queued",
            "create shop  running",
            "create shop  step 1/2 prepare: done in 0.5s",
            "create shop  step 2/2 start: running",
            "create shop  step 2/2 start: done in 2.0s",
            "create shop  succeeded after 3.0s");
  }

  @Test
  void terminalIsDrawnOverSoThatTheLastDrawingStays() throws InterruptedException {
    // given
    installation.on("GET /v1/tasks/t1", json(RUNNING), json(SUCCEEDED));
    installation.on("GET /v1/events?task=t1", Reply.stream("id: 1\nevent: task\ndata: {}"));

    // when
    new TaskProgress(client, new Terminal(out, true, false, 80)).follow("t1", "create shop", null);

    // then
    var drawings = printed.toString(StandardCharsets.UTF_8).split("\u001b\\[3A", -1);
    assertThat(drawings).hasSizeGreaterThan(1);
    assertThat(drawings[drawings.length - 1].replaceAll("\r?\u001b\\[[0-9]*[A-Z]", "").lines())
        .containsExactly(
            "create shop  succeeded  3.0s",
            "  ✓ prepare                     0.5s",
            "  ✓ start                       2.0s");
  }

  @Test
  void justAcceptedTaskIsAwaitedUntilItCanBeSeen() throws InterruptedException {
    // given
    installation.on(
        "GET /v1/tasks/t1", Reply.problem(404, "not_found", "No such task."), json(SUCCEEDED));

    // when
    var end = new TaskProgress(client, Terminal.plain(out)).follow("t1", "create shop", "p:0:1");

    // then
    assertThat(end.state()).isEqualTo("succeeded");
  }

  @Test
  void unknownTaskIsRefusedAtOnce() {
    // when
    var refusal =
        catchThrowableOfType(
            RequestRefused.class,
            () -> new TaskProgress(client, Terminal.plain(out)).follow("t9", "x", null));

    // then
    assertThat(refusal.status()).isEqualTo(404);
  }

  @Test
  void failedStepSaysWhyAndEarlierAttemptsAreLeftOut() throws Exception {
    // given
    var json =
        """
        {"id":"t1","type":"stack.provision","state":"failed","attempt":2,"progress":{"completed":0,"total":1},
         "error":{"code":"disk_full","message":"no space left","retryable":true},
         "created_at":"2026-11-21T12:00:00Z","ended_at":"2026-11-21T12:01:05Z",
         "steps":[{"attempt":1,"step":1,"name":"prepare","state":"failed"},
                  {"attempt":2,"step":1,"name":"prepare","state":"failed","started_at":"2026-11-21T12:01:00Z",
                   "ended_at":"2026-11-21T12:01:05Z","error":{"message":"no space left"}}]}
        """;

    // when
    var lines =
        TaskProgress.lines(
            Task.of(RickyardClient.JSON.readTree(json)),
            "create",
            Terminal.plain(out),
            Instant.EPOCH);

    // then
    assertThat(lines)
        .containsExactly(
            "create  failed  attempt 2  1m05s",
            "  ✗ prepare                     5.0s",
            "  no space left");
  }

  private static Reply json(String body) {
    return Reply.json(200, body);
  }

  private List<String> printedLines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String task(String state, int total, int completed, String steps) {
    var ended = state.equals("succeeded") ? "\"2026-11-21T12:00:03Z\"" : "null";
    return """
    {"id":"t1","type":"stack.provision","state":"%s","attempt":1,
     "progress":{"completed":%d,"total":%d},"created_at":"2026-11-21T12:00:00Z","ended_at":%s,"steps":[%s]}
    """
        .formatted(state, completed, total, ended, steps);
  }

  private static String step(int number, String name, String state, @Nullable String ended) {
    return """
    {"attempt":1,"step":%d,"name":"%s","state":"%s","started_at":"2026-11-21T12:00:00Z","ended_at":%s}
    """
        .formatted(number, name, state, ended == null ? "null" : '"' + ended + '"');
  }
}
