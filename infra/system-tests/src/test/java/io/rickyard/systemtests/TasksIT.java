package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queues, schedules, jobs and dead messages from the command line, through every service. */
class TasksIT {

  private static final Duration LONG = Duration.ofSeconds(90);

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static RickyardClient client;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start();
    client = installation.client();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    installation.close();
    workspace.close();
  }

  @Test
  void firstAdministratorSeesTheWorkerAndHoldsAQueue() throws Exception {
    // given
    var workers = json("workers", "list");
    json("queues", "pause", "batch", "--reason", "an upgrade");

    // when
    String held = json("tasks", "submit", "platform.probe", "--queue", "batch").path("id").asText();
    String free = json("tasks", "submit", "platform.probe").path("id").asText();

    // then
    assertThat(workers.findValuesAsText("state")).contains("active");
    await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(RequestRefused.class)
        .until(() -> state(free).equals("succeeded") && state(held).equals("queued"));
    assertThat(json("queues", "list").toString()).contains("an upgrade");
    assertThat(installation.cli("tasks", "show", held).output())
        .contains("its turn in queue batch: 0 tasks", "queue:batch is paused by", "an upgrade");

    // and on
    json("queues", "resume", "batch");
    await().atMost(LONG).until(() -> state(held).equals("succeeded"));
  }

  @Test
  void commandRunsWhileItsLockIsHeldAndItsExitCodeComesBack() throws Exception {
    // when
    var first = installation.cli("lock", "deploys/shop", "--", "sh", "-c", "exit 7");
    var second = installation.cli("lock", "deploys/shop", "--wait", "30s", "--", "true");

    // then
    assertThat(first.status()).as(first.error()).isEqualTo(7);
    assertThat(second.status()).as(second.error()).isZero();
  }

  @Test
  void messageThatNobodyCanReadIsSeenReplayedOnceAndDropped() throws Exception {
    // given
    new InstallationBroker(installation).publishNonsense(Topic.EVENTS);
    await().atMost(LONG).until(() -> !dead().isEmpty());
    var first = dead();

    // when
    var replayed = installation.cli("dlq", "replay", first.getFirst());
    var again = installation.cli("dlq", "replay", first.getFirst());

    // then
    assertThat(first).hasSize(1);
    assertThat(installation.cli("dlq", "show", first.getFirst()).output())
        .contains("unreadable", "status-projector");
    assertThat(replayed.status()).as(replayed.error()).isZero();
    assertThat(again.status()).as(again.error()).isEqualTo(5);
    await().atMost(LONG).until(() -> !dead().isEmpty());
    assertThat(dead()).doesNotContainAnyElementsOf(first);

    // and on
    assertThat(json("dlq", "drop", "--all").path("done")).hasSize(1);
    assertThat(dead()).isEmpty();
  }

  @Test
  void scheduleAsksForItsTaskOnceWhenItsTimeComes() throws Exception {
    // given
    String at = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS).toString();

    // when
    String id =
        json("schedules", "create", "soon", "platform.probe", "--at", at).path("id").asText();

    // then
    await().atMost(LONG).until(() -> schedule(id).path("state").asText().equals("ended"));
    JsonNode runs = schedule(id).path("last_runs");
    assertThat(runs).hasSize(1);
    await().atMost(LONG).until(() -> state(runs.path(0).path("task").asText()).equals("succeeded"));
  }

  @Test
  void jobAsksTheProjectsDatabaseAndItsExitCodeCounts() throws Exception {
    // given
    assumeThat(Path.of("/usr/bin/psql")).as("PostgreSQL's client is installed").isExecutable();
    String demo = installation.announced().path("project").path("ref").asText();

    // when
    var asked =
        installation.cli(
            "jobs", "run", "--project", demo, "--watch", "--", "psql", "-Atc", "select 6 * 7");
    var failed =
        installation.cli("jobs", "run", "--project", demo, "--watch", "--", "sh", "-c", "exit 3");

    // then
    assertThat(asked.status()).as(asked.error()).isZero();
    assertThat(failed.status()).isNotZero();
    assertThat(failed.output()).contains("exit code 3");
  }

  private static JsonNode json(String... command) throws Exception {
    String[] arguments = Arrays.copyOf(command, command.length + 1);
    arguments[command.length] = "--json";
    var outcome = installation.cli(arguments);
    assertThat(outcome.status()).as(outcome.error()).isZero();
    return RickyardClient.JSON.readTree(outcome.output());
  }

  private static List<String> dead() throws Exception {
    return json("dlq", "list").path("data").findValuesAsText("id");
  }

  private static String state(String task) throws Exception {
    return client
        .get(io.rickyard.cli.api.Path.of("/v1/tasks").segment(task))
        .path("state")
        .asText();
  }

  private static JsonNode schedule(String id) throws Exception {
    return client.get(io.rickyard.cli.api.Path.of("/v1/schedules").segment(id));
  }
}
