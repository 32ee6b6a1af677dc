package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Settings of a project's services, changed by the unmodified {@code supabase} CLI: its PostgreSQL
 * server is told for real, of services that the profile has not the release's settings are shown.
 */
class HostedSettingsIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable Path directory;
  private static @Nullable HostedCli cli;

  @BeforeAll
  static void start() throws Exception {
    var npm = Programs.find("npm");
    Programs.need(
        Programs.find("node", "nodejs").isPresent() && npm.isPresent(),
        "RICKYARD_REQUIRE_NODE",
        "node and npm on the PATH");
    workspace = Workspace.create();
    directory = Files.createDirectory(workspace.path().resolve("clients"));
    SupabaseJsPage.install(
        directory, npm.orElseThrow(), "/hosted-clients/", List.of("package.json"));
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(Map.of());
    cli = HostedCli.of(directory, installation);
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void aChangedSettingIsWhatShowSaysAndSurvivesAPause() throws Exception {
    // when
    var updated = postgres("update", "--config", "max_connections=47", "--config", "work_mem=6MB");

    // then
    assertThat(updated.status()).as(updated.output()).isZero();
    assertThat(ask("show max_connections")).isEqualTo("47");
    assertThat(ask("show work_mem")).isEqualTo("6MB");
    assertThat(postgres("get", "--output", "json").json().path("max_connections").asInt())
        .isEqualTo(47);

    // when
    pauseAndResume();

    // then
    assertThat(ask("show max_connections")).isEqualTo("47");

    // when
    var deleted = postgres("delete", "--config", "max_connections,work_mem");

    // then
    assertThat(deleted.status()).as(deleted.output()).isZero();
    assertThat(ask("show max_connections")).isEqualTo("60");
    assertThat(ask("show work_mem")).isEqualTo("4MB");
  }

  @Test
  void whatNeedsARestartWaitsWhereNoneIsWanted() throws Exception {
    // given
    String before = ask("show max_locks_per_transaction");

    // when
    var updated = postgres("update", "--config", "max_locks_per_transaction=77", "--no-restart");

    // then
    assertThat(updated.status()).as(updated.output()).isZero();
    assertThat(ask("show max_locks_per_transaction")).isEqualTo(before);
    assertThat(
            ask("select pending_restart from pg_settings where name = 'max_locks_per_transaction'"))
        .isEqualTo("t");
  }

  @Test
  void aSettingThatTheServerDoesNotStartWithIsTakenBack() throws Exception {
    // given
    String before = ask("show shared_buffers");

    // when
    var updated = postgres("update", "--config", "shared_buffers=8000GB");

    // then
    assertThat(updated.status()).as(updated.output()).isNotZero();
    assertThat(updated.output()).contains("did not start");
    assertThat(ask("show shared_buffers")).isEqualTo(before);
    assertThat(postgres("get", "--output", "json").json().has("shared_buffers")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max_connections=many", "work_mem=1kB", "archive_command=true", "log_duration=on"})
  void whatIsNoSettingIsRefusedAndChangesNothing(String setting) throws Exception {
    // when
    var updated = postgres("update", "--config", setting);

    // then
    assertThat(updated.status()).as(updated.output()).isNotZero();
    assertThat(updated.output()).contains(setting.substring(0, setting.indexOf('=')));
  }

  @Test
  void aFileOfSettingsIsComparedPulledAndPushed() throws Exception {
    // given
    var initialized = cli().run("init", "--force");
    assertThat(initialized.status()).as(initialized.output()).isZero();
    var linked = cli().run("link", ref());
    assertThat(linked.status()).as(linked.output()).isZero();

    // when
    var compared = cli().run("config", "diff");
    var pulled = cli().run("config", "pull", "--yes");
    setInFile("max_worker_processes = 11");
    var pushed = cli().run("config", "push", "--yes");

    // then
    assertThat(compared.status()).as(compared.output()).isLessThanOrEqualTo(1);
    assertThat(pulled.status()).as(pulled.output()).isZero();
    assertThat(pushed.status()).as(pushed.output()).isZero();
    assertThat(ask("show max_worker_processes")).isEqualTo("11");
  }

  @Test
  void settingsOfAServiceThatIsNotThereAreTheReleasesAndNotChanged() throws Exception {
    try (var client = installation().client()) {
      // when
      var auth = client.get(project().segment("config").segment("auth"));

      // then
      assertThat(auth.size()).isEqualTo(238);
      assertThat(auth.path("jwt_exp").asInt()).isEqualTo(3600);
      assertThat(auth.path("smtp_pass").isNull()).isTrue();
      assertThatThrownBy(() ->
              client.patch(
                  project().segment("config").segment("auth"),
                  RickyardClient.object().put("jwt_exp", 60)))
          .isInstanceOf(RequestRefused.class)
          .hasMessageContaining("have no auth");
    }
  }

  /** In the table of the server's settings, which may be there already. */
  private static void setInFile(String setting) throws IOException {
    var file = directory().resolve("supabase/config.toml");
    String text = Files.readString(file);
    String table = "[db.settings]\n";
    Files.writeString(
        file,
        text.contains("\n" + table)
            ? text.replace("\n" + table, "\n" + table + setting + "\n")
            : text + "\n" + table + setting + "\n");
  }

  private static HostedCli.Ended postgres(String verb, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of("--experimental", "postgres-config", verb, "--remote=" + ref(), "--yes"));
    command.addAll(List.of(more));
    return cli().run(command.toArray(String[]::new));
  }

  private static void pauseAndResume() throws Exception {
    assertThat(installation().cli("projects", "pause", ref(), "--watch").status()).isZero();
    assertThat(installation().cli("projects", "resume", ref(), "--watch").status()).isZero();
  }

  private static String ask(String sql) throws Exception {
    await()
        .atMost(LONG)
        .until(
            () -> {
              try (var client = installation().client()) {
                return client.get(project()).path("status").asText();
              }
            },
            "ACTIVE_HEALTHY"::equals);
    return ProjectDatabase.at(installation().announced().at("/project/connection_string").asText())
        .ask("postgres", sql);
  }

  private static io.rickyard.cli.api.Path project() {
    return io.rickyard.cli.api.Path.of("/v1/projects").segment(ref());
  }

  private static String ref() {
    return installation().announced().at("/project/ref").asText();
  }

  private static LocalInstallation installation() {
    return requireNonNull(installation);
  }

  private static HostedCli cli() {
    return requireNonNull(cli);
  }

  private static Path directory() {
    return requireNonNull(directory);
  }
}
