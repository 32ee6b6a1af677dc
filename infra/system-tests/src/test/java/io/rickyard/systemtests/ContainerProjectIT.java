package io.rickyard.systemtests;

import static io.rickyard.systemtests.ContainerInstallation.count;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.NameServerDouble;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What people do with a project in containers, of the release whose gateway is Kong. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainerProjectIT {

  private static final String PROJECTS = "projects.example.test";
  private static final String OWN = "api.own.test";

  private static final NameServerDouble NAMES = new NameServerDouble();

  private static ContainerInstallation installation;
  private static TestCertificates certificates;
  private static int tlsPort;
  private static String ref;

  /** One without services whose doubles keep a connection of the users' role. */
  private static String sleeper = "";

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    var workspace = Workspace.create();
    certificates = TestCertificates.in(workspace.path().resolve("certificates"));
    certificates.issue("*." + PROJECTS);
    certificates.issue(OWN);
    tlsPort = FreePort.find();
    installation =
        ContainerInstallation.in(
            workspace,
            Map.of(
                "RICKYARD_RUNTIME_DOCKER_RELEASE",
                "2026.08-kong",
                "RICKYARD_GATEWAY_PROJECTS_DOMAIN",
                PROJECTS,
                "RICKYARD_GATEWAY_TLS_CERTIFICATES",
                certificates.shown().toString(),
                "RICKYARD_GATEWAY_TLS_PORT",
                Integer.toString(tlsPort),
                "RICKYARD_DOMAINS_NAME_SERVER",
                NAMES.address()));
    installation.start();
    ref = installation.healthyProject("standard");
  }

  @AfterAll
  static void stop() throws Exception {
    NAMES.close();
    if (installation != null) {
      installation.close();
    }
  }

  /** An answer's status, one of its headers, and its body. */
  private record Answer(int status, String retryAfter, String type, String body) {
    JsonNode json() {
      try {
        return RickyardClient.JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("No JSON: " + this, e);
      }
    }
  }

  /** Asks over TLS, as somebody who trusts the test's authority and finds every name here. */
  private static Answer asked(String host, String path, String... headers) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--cacert",
                certificates.authority().toString(),
                "--resolve",
                "%s:%d:127.0.0.1".formatted(host, tlsPort),
                "--write-out",
                "\n%{http_code}\n%header{retry-after}\n%{content_type}"));
    for (var header : headers) {
      command.addAll(List.of("--header", header));
    }
    command.add("https://%s:%d%s".formatted(host, tlsPort, path));
    var lines =
        new ArrayList<>(List.of(Programs.run(command.toArray(String[]::new)).split("\n", -1)));
    var type = lines.removeLast();
    var retryAfter = lines.removeLast();
    var status = Integer.parseInt(lines.removeLast());
    return new Answer(status, retryAfter, type, String.join("\n", lines));
  }

  private static String name(String project) {
    return project + "." + PROJECTS;
  }

  private static Answer askedForThings(String project, String host) throws Exception {
    return asked(host, "/rest/v1/things", "apikey: " + installation.key(project, "anon"));
  }

  private static JsonNode json(String... command) throws Exception {
    return RickyardClient.JSON.readTree(
        installation.cli(
            Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new)));
  }

  /** For what takes the engine seconds: looks often enough, and leaves the machine to it. */
  private static ConditionFactory patiently() {
    return Eventually.within(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
  }

  @Test
  @Order(1)
  void eachPathLeadsToItsServiceUnderTheProjectsName() throws Exception {
    GatewayPaths.assertLeadToTheirServices(
        key -> installation.key(ref, key), (path, key) -> answer(name(ref), path, key));
  }

  private static JsonNode answer(String host, String path, @Nullable String key) throws Exception {
    return (key == null ? asked(host, path) : asked(host, path, "apikey: " + key)).json();
  }

  @Test
  @Order(2)
  void aDomainThatItsRecordProvesLeadsThereToo() throws Exception {
    // given
    var claimed = json("projects", "domains", "add", ref, OWN);
    assertThat(asked(OWN, "/rest/v1/things").status()).isEqualTo(421);
    var proof = claimed.path("proof");
    NAMES.publish(proof.path("name").asText(), proof.path("value").asText());

    // when
    var verified = json("projects", "domains", "verify", ref, OWN);

    // then
    assertThat(verified.path("state").asText()).isEqualTo("active");
    Eventually.asserted(() -> assertThat(askedForThings(ref, OWN).status()).isEqualTo(200));
    GatewayPaths.assertLeadToTheirServices(
        key -> installation.key(ref, key), (path, key) -> answer(OWN, path, key));

    // when
    installation.cli("projects", "domains", "remove", ref, OWN);

    // then
    Eventually.asserted(() ->
        assertThat(askedForThings(ref, OWN).json().path("code").asText())
            .isEqualTo("unknown_host"));
  }

  @Test
  @Order(3)
  void aJobsLinesAreSeenWhileItRunsAndItsFilesAfterwards() throws Exception {
    // given
    var script =
        "echo begun; psql -Atc 'select pg_advisory_lock(42)';"
            + " echo \"six times seven is $(psql -Atc 'select 6 * 7')\";"
            + " echo \"$(getent hosts rest gateway | wc -l) services found\"; echo kept > \"$RICKYARD_OUTPUT/result.txt\"";
    String task;
    try (var database = installation.database(ref).connect();
        var statement = database.createStatement()) {
      statement.execute("select pg_advisory_lock(42)");

      // when
      var accepted =
          installation.cli(
              "jobs",
              "run",
              "--json",
              "--project",
              ref,
              "--timeout",
              "2m",
              "--",
              "sh",
              "-c",
              script);
      task = RickyardClient.JSON.readTree(accepted).path("id").asText();

      // then
      patiently().until(() -> log(task).contains("begun"));
      assertThat(task(task).path("state").asText()).isEqualTo("running");
    }
    patiently().until(() -> task(task).path("state").asText().equals("succeeded"));
    assertThat(log(task)).contains("six times seven is 42", "2 services found");
    assertThat(task(task).path("result").toString())
        .contains("output/result.txt", "kept")
        .doesNotContain(installation.key(ref, "service_role"));
  }

  @Test
  @Order(3)
  void aJobsExitCodeIsItsTasksEnd() throws Exception {
    // when
    var failed =
        installation
            .local()
            .cli(
                "jobs",
                "run",
                "--project",
                ref,
                "--watch",
                "--",
                "sh",
                "-c",
                "echo why >&2; exit 3");

    // then
    assertThat(failed.status()).isNotZero();
    assertThat(failed.output() + failed.error()).contains("exit code 3");
    assertThat(jobContainers()).isEmpty();
  }

  private static List<String> jobContainers() throws Exception {
    return ContainerInstallation.said("container", ref, "{{.Names}}").stream()
        .filter(container -> container.contains("job"))
        .toList();
  }

  private static JsonNode task(String id) {
    return installation.get(Path.of("/v1/tasks").segment(id));
  }

  private static String log(String task) throws Exception {
    return installation.cli("tasks", "logs", task);
  }

  @Test
  @Order(4)
  void aProjectThatNobodyUsesSleepsAndTheFirstRequestWakesIt() throws Exception {
    // given
    sleeper = installation.healthyProject("core");
    installation.cli("projects", "idle", sleeper, "--after", "1m");
    assertThat(askedForThings(sleeper, name(sleeper)).status()).isEqualTo(200);

    // when
    patiently()
        .until(() -> {
          nobodyUsedItForAMinute();
          return installation.status(sleeper).equals("INACTIVE");
        });

    // then
    assertThat(count("container", sleeper)).isZero();
    assertThat(json("projects", "idle", sleeper).path("asleep").asBoolean()).isTrue();

    // when
    var refused = List.<Answer>of();
    Callable<Answer> request = () -> asked(name(sleeper), "/rest/v1/things");
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      refused =
          callers.invokeAll(Stream.generate(() -> request).limit(8).toList()).stream()
              .map(answer -> answer.resultNow())
              .toList();
    }
    var page = asked(name(sleeper), "/", "Accept: text/html");

    // then
    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.retryAfter()).isEqualTo("3");
          assertThat(answer.json().path("code").asText()).isEqualTo("project_starting");
        });
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.type()).startsWith("text/html");
    assertThat(page.body()).contains("http-equiv=\"refresh\"");
    patiently().until(() -> askedForThings(sleeper, name(sleeper)).status() == 200);
    patiently().until(() -> installation.healthy(sleeper));
    assertThat(tasks("stack.resume")).isEqualTo(1);
    assertThat(json("projects", "idle", sleeper).path("asleep").asBoolean()).isFalse();
  }

  @Test
  @Order(5)
  void aProjectThatAPersonPausedIsNotWoken() throws Exception {
    // when
    installation.cli("projects", "pause", sleeper, "--watch");

    // then
    var answer = asked(name(sleeper), "/", "Accept: text/html");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("code").asText()).isEqualTo("project_paused");
    assertThat(tasks("stack.resume")).isEqualTo(1);
  }

  /** As if it were a minute later; what is told of uses meanwhile counts all the same. */
  private static void nobodyUsedItForAMinute() throws SQLException, IOException {
    try (var inside = installation.local().database();
        var update =
            inside.prepareStatement(
                """
                update org.idle_stop set used_at = clock_timestamp() - interval '1 minute'
                 where project_ref = ?\
                """)) {
      update.setString(1, sleeper);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private static long tasks(String type) {
    var all = installation.get(Path.of("/v1/tasks").query("project", sleeper).query("type", type));
    return StreamSupport.stream(all.path("data").spliterator(), false).count();
  }
}
