package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Branches, through the hosted platform's own CLI and MCP server. Skipped, saying so, where there
 * is no Node.
 */
class HostedBranchesIT {

  private static final Duration LONG = Duration.ofSeconds(90);

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable Path node;
  private static @Nullable Path directory;
  private static @Nullable HostedCli cli;

  @BeforeAll
  static void start() throws Exception {
    var found = Programs.find("node", "nodejs");
    var npm = Programs.find("npm");
    Programs.need(
        found.isPresent() && npm.isPresent(), "RICKYARD_REQUIRE_NODE", "node and npm on the PATH");
    node = found.orElseThrow();
    workspace = Workspace.create();
    directory = Files.createDirectory(workspace.path().resolve("clients"));
    SupabaseJsPage.install(
        directory, npm.orElseThrow(), "/hosted-clients/", List.of("package.json", "branches.mjs"));
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(Map.of("RICKYARD_GATEWAY_DATABASES_PORT", "" + FreePort.find()));
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
  void cliWorksWithABranchThatHasItsOwnCredentials() throws Exception {
    // given
    migrate(ref(), "cli_boats", "create table cli_boats (id int primary key)");
    demo().run("postgres", "insert into cli_boats values (1)");

    // when
    var created = cli().run("branches", "create", "preview", remote(), "--yes", "--output", "json");
    var listed = cli().run("branches", "list", remote(), "--output", "json");
    String branch = branch("preview").path("project_ref").asText();
    await().atMost(LONG).until(() -> status("preview").equals("MIGRATIONS_PASSED"));
    var got = cli().run("branches", "get", "preview", remote(), "--output", "json");
    var updated = cli().run("branches", "update", "preview", "--persistent", remote(), "--yes");
    var own = ProjectDatabase.at(connection(branch).path("connection_string").asText());
    boolean withoutRows = own.ask("postgres", "select count(*) from cli_boats").equals("0");
    var paused = cli().run("branches", "pause", "preview", remote(), "--yes");
    await().atMost(LONG).until(() -> projectStatus(branch).equals("INACTIVE"));
    var unpaused = cli().run("branches", "unpause", "preview", remote(), "--yes");
    await().atMost(LONG).until(() -> projectStatus(branch).equals("ACTIVE_HEALTHY"));
    boolean persistent = branch("preview").path("persistent").asBoolean();
    var kept = projectDeletion(ref());
    var deleted = cli().run("branches", "delete", "preview", remote(), "--yes");

    // then
    assertThat(created.status()).as(created.output()).isZero();
    assertThat(listed.output()).contains("preview", ref());
    assertThat(got.status()).as(got.output()).isZero();
    assertThat(got.output())
        .contains(password(branch))
        .doesNotContain(password(ref()))
        .contains(branch);
    assertThat(updated.status()).as(updated.output()).isZero();
    assertThat(persistent).isTrue();
    assertThat(withoutRows).isTrue();
    assertThat(paused.status()).as(paused.output()).isZero();
    assertThat(unpaused.status()).as(unpaused.output()).isZero();
    assertThat(kept).contains("branches");
    assertThat(deleted.status()).as(deleted.output()).isZero();
    await()
        .atMost(LONG)
        .until(
            () -> cli().run("branches", "list", remote()).output().contains("preview"), is -> !is);
    assertThat(demo().ask("postgres", "select count(*) from cli_boats")).isEqualTo("1");
  }

  @Test
  void cliListsSnippetsThatAreKept() throws Exception {
    // given
    try (var client = installation().client()) {
      client.post(
          project(ref()).segment("snippets"),
          RickyardClient.object()
              .put("name", "how many otters")
              .put("sql", "select count(*) from otters")
              .put("visibility", "project"));
    }

    // when
    var listed = cli().run("snippets", "list", remote());
    var id =
        cli()
            .run("snippets", "list", remote(), "--output", "json")
            .json()
            .at("/data/0/id")
            .asText();
    var downloaded = cli().run("snippets", "download", id, remote());

    // then
    assertThat(listed.status()).as(listed.output()).isZero();
    assertThat(listed.output()).contains("how many otters");
    assertThat(downloaded.output()).contains("select count(*) from otters");
  }

  @Test
  void cliListsNoSsoProviders() throws Exception {
    // when
    var listed = cli().run("sso", "list", remote());

    // then
    assertThat(listed.status()).as(listed.output()).isZero();
  }

  @Test
  void dataIsNotPretendedToBeCopied() throws Exception {
    // when
    var refused = cli().run("branches", "create", "full", "--with-data", remote(), "--yes");

    // then
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("there are no backups yet");
  }

  @Test
  void mcpServerMergesRebasesAndResetsABranch() throws Exception {
    // when
    var steps =
        NodeSteps.run(
            directory(), node(), "branches.mjs", installation(), Map.of("PROJECT", ref()));

    // then
    assertThat(steps.values())
        .allSatisfy(step -> assertThat(step.path("failed").asBoolean()).as("" + step).isFalse());
    assertThat(said(steps, "inherited")).contains("\"there\":true");
    assertThat(said(steps, "rebased")).contains("\"there\":true");
    assertThat(said(steps, "was reset")).contains("\"gone\":true", "\"there\":true");
    assertThat(demo().ask("postgres", "select to_regclass('mcp_otters') is not null"))
        .isEqualTo("t");
    assertThat(demo().ask("postgres", "select to_regclass('scribble') is null")).isEqualTo("t");
  }

  @Test
  void mergeOntoAParentThatWentOnNamesTheVersions() throws Exception {
    // given
    String id;
    String project;
    try (var client = installation().client()) {
      var body = RickyardClient.object().put("branch_name", "diverged");
      var made = client.post(branches(), body).body();
      id = made.path("id").asText();
      project = made.path("project_ref").asText();
    }
    await().atMost(LONG).until(() -> status("diverged").equals("MIGRATIONS_PASSED"));
    migrate(project, "of_the_branch", "create table of_the_branch (id int)");
    // Versions are seconds, and one version with two kinds of SQL is another refusal.
    long second = Instant.now().getEpochSecond();
    await().until(() -> Instant.now().getEpochSecond() > second);
    migrate(ref(), "of_the_parent", "create table of_the_parent (id int)");

    // when
    String difference;
    JsonNode merge;
    try (var client = installation().client()) {
      difference = difference(id);
      String run =
          client.post(one(id).segment("merge"), null).body().path("workflow_run_id").asText();
      merge =
          await()
              .atMost(LONG)
              .ignoreException(RequestRefused.class) // its first event is still on its way
              .until(
                  () -> client.get(io.rickyard.cli.api.Path.of("/v1/tasks").segment(run)),
                  task -> task.path("state").asText().equals("failed"));
      client.delete(one(id));
    }

    // then
    assertThat(difference)
        .contains("create table public.of_the_branch")
        .contains("drop table if exists public.of_the_parent");
    assertThat(merge.at("/error/code").asText()).isEqualTo("histories_diverged");
    assertThat(demo().ask("postgres", "select to_regclass('of_the_branch') is null"))
        .isEqualTo("t");
    assertThatThrownBy(() ->
            ProjectDatabase.at(address(project)).ask("postgres", "select 1 from of_the_parent"))
        .isInstanceOf(SQLException.class);
  }

  private static String difference(String branch) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(installation().url().resolve("/v1/branches/" + branch + "/diff"))
              .header("Authorization", "Bearer " + installation().token())
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static String address(String ref) throws IOException {
    return connection(ref).path("connection_string").asText();
  }

  private static void migrate(String ref, String name, String query) throws IOException {
    try (var client = installation().client()) {
      client.post(
          project(ref).segment("database").segment("migrations"),
          RickyardClient.object().put("name", name).put("query", query));
    }
  }

  private static String projectDeletion(String ref) throws IOException {
    try (var client = installation().client()) {
      client.delete(project(ref));
      return "deleted";
    } catch (RequestRefused refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static JsonNode branch(String name) throws IOException {
    try (var client = installation().client()) {
      return client.get(branches().segment(name));
    }
  }

  private static String status(String name) throws IOException {
    return branch(name).path("status").asText();
  }

  private static String projectStatus(String ref) throws IOException {
    try (var client = installation().client()) {
      return client.get(project(ref)).path("status").asText();
    }
  }

  private static JsonNode connection(String ref) throws IOException {
    try (var client = installation().client()) {
      return client.get(project(ref).segment("connection").query("reveal", "true"));
    }
  }

  private static String password(String ref) throws IOException {
    return connection(ref).path("password").asText();
  }

  private static io.rickyard.cli.api.Path one(String branch) {
    return io.rickyard.cli.api.Path.of("/v1/branches").segment(branch);
  }

  private static io.rickyard.cli.api.Path branches() {
    return project(ref()).segment("branches");
  }

  private static io.rickyard.cli.api.Path project(String ref) {
    return io.rickyard.cli.api.Path.of("/v1/projects").segment(ref);
  }

  private static String remote() {
    return "--remote=" + ref();
  }

  private static ProjectDatabase demo() {
    return ProjectDatabase.at(installation().announced().at("/project/connection_string").asText());
  }

  private static String ref() {
    return installation().announced().at("/project/ref").asText();
  }

  /** What a tool said; rows are JSON in a text in JSON. */
  private static String said(Map<String, JsonNode> steps, String name) {
    return requireNonNull(steps.get(name), name).path("text").asText().replace("\\", "");
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

  private static Path node() {
    return requireNonNull(node);
  }
}
