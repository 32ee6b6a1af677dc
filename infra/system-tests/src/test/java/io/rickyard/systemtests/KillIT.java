package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The JVM is killed ten times, each time a little later after a project was accepted. Whatever it
 * was doing, the next start brings each accepted task to exactly one end and leaves no orphan.
 */
class KillIT {

  private static final int KILLS = 10;
  private static final Duration STEP = Duration.ofMillis(220);
  private static final Set<String> AT_REST = Set.of("ACTIVE_HEALTHY", "INIT_FAILED");

  private static Workspace workspace;
  private static LocalInstallation installation;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start("--no-demo");
  }

  @AfterAll
  static void stop() throws Exception {
    installation.close();
    workspace.close();
  }

  @Test
  void everyAcceptedTaskReachesOneEndWheneverTheKillComes() throws Exception {
    // given
    var tasks = new ArrayList<String>();
    var refs = new ArrayList<String>();

    // when
    for (int kill = 0; kill < KILLS; kill++) {
      try (var client = installation.client()) {
        var accepted =
            client.post(
                Path.of("/v1/projects"),
                RickyardClient.object()
                    .put("name", "project " + kill)
                    .put("organization_slug", installation.organization()));
        tasks.add(accepted.acceptedTask());
        refs.add(accepted.body().path("ref").asText());
      }
      pause(STEP.multipliedBy(kill));
      installation.kill();
      installation.start("--no-demo");
    }

    // then
    try (var client = installation.client()) {
      for (String ref : refs) {
        JsonNode project = client.get(Path.of("/v1/projects").segment(ref));
        assertThat(project.path("status").asText()).as(project.toString()).isIn(AT_REST);
        if (project.path("status").asText().equals("ACTIVE_HEALTHY")) {
          assertAnswers(client, ref);
        } else {
          assertThat(project.path("status_reason").toString()).isNotEmpty();
        }
      }
      for (String task : tasks) {
        assertThat(client.get(Path.of("/v1/tasks").segment(task)).path("state").asText())
            .isIn("succeeded", "failed");
      }
    }
    assertOneEndEach(tasks);
    assertNoOrphans(refs);
  }

  private static void assertAnswers(RickyardClient client, String ref) throws SQLException {
    var path = Path.of("/v1/projects/" + ref + "/connection").query("reveal", "true");
    var database = ProjectDatabase.at(client.get(path).path("connection_string").asText());
    assertThat(database.ask("postgres", "select 1")).isEqualTo("1");
  }

  /** The event log tells each change of state once. */
  private static void assertOneEndEach(List<String> tasks) throws Exception {
    try (var inside = installation.database();
        var select =
            inside.prepareStatement(
                "select count(*) from status.task where id = ?::uuid and state in ('succeeded', 'failed')")) {
      for (String task : tasks) {
        select.setString(1, task);
        try (var rows = select.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1)).isEqualTo(1);
        }
      }
    }
  }

  private static void assertNoOrphans(List<String> refs) throws Exception {
    try (Stream<java.nio.file.Path> directories =
        Files.list(installation.data().resolve("projects"))) {
      assertThat(directories.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.matches("[a-z]{20}"))
          .isSubsetOf(refs);
    }
    var servers =
        installation.processes().stream()
            .map(process -> process.info().commandLine().orElse(""))
            .filter(command -> command.contains("/projects/") && command.contains(" -D "))
            .toList();
    assertThat(servers).hasSizeLessThanOrEqualTo(refs.size()).doesNotHaveDuplicates();
  }

  /** A moment to let it work, not a condition to wait for: the kill has to come in the middle. */
  private static void pause(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
    }
  }
}
