package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.nio.file.Files;
import java.sql.SQLException;
import java.sql.Statement;
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
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int LOCK = 4711;
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

  /**
   * Two tasks are cut short at points that are known: one has noted settings, and the server that
   * is to have them stands still; the other waits for a lock in the middle of a migration.
   */
  @Test
  void whatTheKillCutsShortIsAppliedOnceOrTakenBack() throws Exception {
    // given
    String configured;
    String migrated;
    String configure;
    String migrate;
    ProcessHandle server;
    try (var client = installation.client()) {
      configured = project(client, "configured");
      var branch = branch(client, project(client, "parent"));
      migrated = branch.path("project_ref").asText();
      try (var holder = database(client, migrated).connect();
          var statement = holder.createStatement()) {
        statement.execute("select pg_advisory_lock(%d)".formatted(LOCK));
        migrate = pushed(client, branch);
        await().atMost(LONG).until(() -> waiting(statement));
        server = server(configured);
        signal("STOP", server);
        configure = workMemory(client, configured, "12MB");
        await().atMost(LONG).until(() -> noted(configured));

        // when
        installation.kill();
      }
    }
    signal("CONT", server);
    installation.start("--no-demo");

    // then
    try (var client = installation.client()) {
      assertThat(end(client, migrate)).isEqualTo("succeeded");
      assertThat(database(client, migrated).ask("postgres", "select count(*) from once"))
          .isEqualTo("1");
      assertThat(
              database(client, migrated)
                  .ask(
                      "postgres",
                      "select count(*) from supabase_migrations.schema_migrations where name = 'once'"))
          .isEqualTo("1");
      boolean applied = end(client, configure).equals("succeeded");
      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(database(client, configured).ask("postgres", "show work_mem"))
                  .isEqualTo(applied ? "12MB" : "4MB"));
      assertThat(
              client
                  .get(Path.of("/v1/projects/" + configured + "/config/database/postgres"))
                  .path("work_mem")
                  .asText())
          .isEqualTo(applied ? "12MB" : "");
    }
    assertOneEndEach(List.of(migrate, configure));
  }

  private static String project(RickyardClient client, String name) {
    var ref =
        client
            .post(
                Path.of("/v1/projects"),
                RickyardClient.object()
                    .put("name", name)
                    .put("organization_slug", installation.organization()))
            .body()
            .path("ref")
            .asText();
    await()
        .atMost(LONG)
        .until(
            () -> client.get(Path.of("/v1/projects").segment(ref)).path("status").asText(),
            "ACTIVE_HEALTHY"::equals);
    return ref;
  }

  /** A branch that has all that its parent has, whereupon the parent gets one migration more. */
  private static JsonNode branch(RickyardClient client, String parent) {
    var branches = "/v1/projects/" + parent + "/branches";
    var branch =
        client.post(Path.of(branches), RickyardClient.object().put("branch_name", "cut")).body();
    await()
        .atMost(LONG)
        .until(
            () -> client.get(Path.of(branches + "/cut")).path("status").asText(),
            "MIGRATIONS_PASSED"::equals);
    client.post(
        Path.of("/v1/projects/" + parent + "/database/migrations"),
        RickyardClient.object()
            .put("name", "once")
            .put(
                "query",
                """
                create table once (id int);
                select pg_advisory_xact_lock(%d);
                insert into once values (1);
                """
                    .formatted(LOCK)));
    return branch;
  }

  private static String pushed(RickyardClient client, JsonNode branch) {
    return client
        .post(Path.of("/v1/branches").segment(branch.path("id").asText()).segment("push"), null)
        .body()
        .path("workflow_run_id")
        .asText();
  }

  private static boolean waiting(Statement statement) throws SQLException {
    try (var rows =
        statement.executeQuery(
            "select from pg_locks where locktype = 'advisory' and objid = %d and not granted"
                .formatted(LOCK))) {
      return rows.next();
    }
  }

  private static String workMemory(RickyardClient client, String ref, String size) {
    var task = RickyardClient.object().put("type", "stack.configure").put("project", ref);
    task.putObject("input")
        .putObject("change")
        .put("section", "postgres")
        .putObject("set")
        .put("work_mem", size);
    return client.post(Path.of("/v1/tasks"), task).body().path("id").asText();
  }

  /** Whether the new settings are kept, which is before anything is brought to them. */
  private static boolean noted(String ref) throws Exception {
    try (var inside = installation.database();
        var select =
            inside.prepareStatement("select from provisioner.stack_setting where project = ?")) {
      select.setString(1, ref);
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static ProcessHandle server(String ref) {
    return installation.processes().stream()
        .filter(process -> {
          var command = process.info().commandLine().orElse("");
          return command.contains("/projects/" + ref) && command.contains(" -D ");
        })
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private static String end(RickyardClient client, String task) {
    return await()
        .atMost(LONG)
        .until(
            () -> client.get(Path.of("/v1/tasks").segment(task)),
            body -> Set.of("succeeded", "failed").contains(body.path("state").asText()))
        .path("state")
        .asText();
  }

  private static ProjectDatabase database(RickyardClient client, String ref) {
    var path = Path.of("/v1/projects/" + ref + "/connection").query("reveal", "true");
    return ProjectDatabase.at(client.get(path).path("connection_string").asText());
  }

  private static void assertAnswers(RickyardClient client, String ref) throws SQLException {
    assertThat(database(client, ref).ask("postgres", "select 1")).isEqualTo("1");
  }

  /** The event log tells each change of state once. */
  private static void assertOneEndEach(List<String> tasks) throws Exception {
    try (var inside = installation.database();
        var select =
            inside.prepareStatement(
                """
                select count(*) from status.event_log
                 where kind = 'task' and task = ?::uuid
                   and events && array['succeeded', 'failed', 'cancelled', 'expired', 'superseded']
                """)) {
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
