package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A stack that somebody made with compose, adopted through a whole installation: watched, queried,
 * paused, resumed and let go of, and its owner's all the while.
 */
class AdoptionIT {

  private static final String PASSWORD = "of the owner's own";
  private static final String STACK = "old-" + UUID.randomUUID().toString().substring(0, 8);
  private static final String DATABASE = STACK + "-db-1";

  private static @Nullable ContainerInstallation installation;

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    Programs.run("docker", "network", "create", STACK + "_default");
    compose(
        "db",
        List.of("--env", "POSTGRES_PASSWORD=" + PASSWORD),
        "rickyard-test/postgres:current",
        "postgres",
        "-c",
        "config_file=/etc/postgresql/postgresql.conf");
    Eventually.within(Duration.ofMinutes(1)).until(AdoptionIT::usersRoleIsThere);
    installation =
        ContainerInstallation.in(
            Workspace.create(), Map.of("RICKYARD_RUNTIME_DOCKER_ADOPTABLE", STACK));
    installation.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
    Programs.succeeds("docker", "rm", "--force", "--volumes", DATABASE);
    Programs.succeeds("docker", "network", "rm", STACK + "_default");
  }

  /** As compose starts a service. */
  private static void compose(String service, List<String> options, String image, String... command)
      throws Exception {
    var run =
        new ArrayList<>(
            List.of(
                "docker",
                "run",
                "--detach",
                "--name",
                STACK + "-" + service + "-1",
                "--network",
                STACK + "_default",
                "--label",
                "com.docker.compose.project=" + STACK,
                "--label",
                "com.docker.compose.service=" + service,
                "--label",
                "com.docker.compose.oneoff=False",
                "--label",
                "com.docker.compose.depends_on=",
                "--publish",
                "127.0.0.1::5432"));
    run.addAll(options);
    run.add(image);
    run.addAll(List.of(command));
    Programs.run(run.toArray(String[]::new));
  }

  /** The image knows the owner of the internals only; upstream's has the role users have too. */
  private static boolean usersRoleIsThere() throws InterruptedException {
    return inDatabase(
        "supabase_admin",
        "create role postgres login createdb password '%s'; create table kept (n int);"
                .formatted(PASSWORD.replace("'", "''"))
            + " insert into kept values (42); grant select on kept to postgres");
  }

  private static boolean inDatabase(String role, String sql) throws InterruptedException {
    return Programs.succeeds(
        "docker",
        "exec",
        "--env",
        "PGPASSWORD=" + PASSWORD,
        DATABASE,
        "psql",
        "-h",
        "127.0.0.1",
        "-U",
        role,
        "-d",
        "postgres",
        "-c",
        sql);
  }

  private static String inspected(String format) throws Exception {
    return Programs.run("docker", "inspect", "--format", format, DATABASE);
  }

  private static ConditionFactory patiently() {
    return Eventually.within(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
  }

  private static ContainerInstallation installation() {
    return requireNonNull(installation);
  }

  @Test
  void stackOfComposeIsAProjectAndStaysItsOwners() throws Exception {
    // given
    String id = inspected("{{.Id}}");

    // when
    installation().cli("projects", "adopt", STACK, "--watch");
    var projects = installation().get(Path.of("/v1/projects"));
    String ref = projects.get(0).path("ref").asText();
    patiently().until(() -> installation().healthy(ref));

    // then
    try (var client = installation().local().client()) {
      var rows =
          client
              .post(
                  ContainerInstallation.project(ref).segment("database").segment("query"),
                  RickyardClient.object().put("query", "select n from kept"))
              .body();
      assertThat(rows).hasToString("[{\"n\":42}]");
    }
    assertThat(installation().cli("projects", "logs", ref)).contains("database system is ready");

    // when
    installation().cli("projects", "pause", ref, "--watch");

    // then
    assertThat(inspected("{{.State.Running}}")).isEqualTo("false");
    assertThat(installation().status(ref)).isEqualTo("INACTIVE");

    // when
    installation().cli("projects", "resume", ref, "--watch");

    // then
    patiently().until(() -> installation().healthy(ref));
    assertThat(inspected("{{.Id}}")).isEqualTo(id);

    // when
    installation().cli("projects", "delete", ref, "--yes", "--watch");

    // then
    assertThat(inspected("{{.Id}} {{.State.Running}}")).isEqualTo(id + " true");
    assertThat(inDatabase("postgres", "select n from kept")).isTrue();
  }

  @Test
  void whatIsNotNamedIsAdoptedByNobody() throws Exception {
    // when
    var refused = installation().local().cli("projects", "adopt", "somebody-elses", "--watch");

    // then
    assertThat(refused.status()).as(refused.output()).isNotZero();
    assertThat(refused.output() + refused.error()).contains("adopt");
  }
}
