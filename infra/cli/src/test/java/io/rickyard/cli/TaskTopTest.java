package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskTopTest {
  private static final String RUNNING = "GET /v1/tasks?state=running&limit=20";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StubInstallation installation = new StubInstallation();

  @BeforeEach
  void answer() {
    installation
        .on(
            "GET /v1/queues",
            Reply.json(
                200,
                """
                {"data":[{"name":"normal","depth":7,"running":2,"oldest_at":"2020-01-01T00:00:00Z",
                  "paused":{"by":"ann@hill.example"}}]}
                """))
        .on(
            "GET /v1/workers",
            Reply.json(
                200,
                """
                {"data":[{"id":"w1","state":"active","critical_slots":1,"shared_slots":3}]}
                """))
        .on(
            RUNNING,
            Reply.json(
                200,
                """
                {"data":[
                  {"id":"young","type":"platform.probe","state":"running",
                   "started_at":"2020-01-02T00:00:00Z"},
                  {"id":"old","type":"stack.restart","state":"running","project":"shopshopshopshopshop",
                   "started_at":"2020-01-01T00:00:00Z",
                   "progress":{"completed":2,"total":5,"step":"start the database"}}]}
                """));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void withoutATerminalItShowsOnceWhatWaitsAndRunsTheLongestFirst() {
    // when
    var code = run(false, "tasks", "top");

    // then
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out())
        .containsPattern("normal +7 +2 +\\d+d +ann@hill.example")
        .containsPattern("w1 +active")
        .containsPattern("old +stack.restart +shopshopshopshopshop +2/5 start the database +\\d+h")
        .containsSubsequence("old", "young");
    assertThat(installation.asked(RUNNING)).hasSize(1);
  }

  @Test
  void terminalIsRefreshed() {
    // when
    var code = run(true, "tasks", "top", "--every=1ms", "-n", "3");

    // then
    assertThat(code).isZero();
    assertThat(out().split("\u001b\\[H", -1)).hasSize(4);
    assertThat(installation.asked(RUNNING)).hasSize(3);
  }

  @Test
  void memberSeesTheQueuesAlthoughWorkersAreNotForThem() {
    // given
    installation.on("GET /v1/workers", Reply.problem(403, "forbidden", "Not for you"));

    // when
    var code = run(false, "tasks", "top");

    // then
    assertThat(code).isZero();
    assertThat(out()).contains("normal", "old").doesNotContain("w1");
  }

  @Test
  void jsonIsOneAnswerAlsoOnATerminal() throws JsonProcessingException {
    // when
    var code = run(true, "--json", "tasks", "top");

    // then
    assertThat(code).isZero();
    var seen = RickyardClient.JSON.readTree(out());
    assertThat(seen.at("/queues/0/depth").asInt()).isEqualTo(7);
    assertThat(seen.at("/workers/0/id").asText()).isEqualTo("w1");
    assertThat(seen.at("/tasks/1/progress/step").asText()).isEqualTo("start the database");
  }

  private int run(boolean interactive, String... args) {
    var environment =
        Map.of("RICKYARD_URL", installation.url().toString(), "RICKYARD_TOKEN", "sbp_1");
    var terminal =
        new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), interactive, false, 100);
    var errors = Terminal.plain(new PrintStream(err, true, StandardCharsets.UTF_8));
    return Rickyard.run(new Invocation(terminal, errors, environment), args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
