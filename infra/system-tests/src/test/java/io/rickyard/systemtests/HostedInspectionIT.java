package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the hosted platform's clients read out of a project's database: its types, which are
 * compared with those of the real postgres-meta, and what advisors find.
 */
class HostedInspectionIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** Less than the query would take. */
  private static final Duration SOON = Duration.ofSeconds(20);

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
        directory, npm.orElseThrow(), "/hosted-inspection/", List.of("package.json", "mcp.mjs"));
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start();
    cli = HostedCli.of(directory, installation);
    demo().run("postgres", resource("/hosted-inspection/schema.sql"));
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

  @ParameterizedTest
  @ValueSource(
      strings = {"public", "shop", "public,shop,other,empty_one,Odd schema", "auth", "nowhere"})
  void typesAreThoseOfPostgresMeta(String schemas) throws Exception {
    // when
    JsonNode types;
    try (var client = installation().client()) {
      types =
          client.get(
              io.rickyard.cli.api.Path.of("/v1/projects")
                  .segment(ref())
                  .segment("types")
                  .segment("typescript")
                  .query("included_schemas", schemas));
    }

    // then
    assertThat(types.path("types").asText()).isEqualTo(ofPostgresMeta(schemas));
  }

  /** What it prints when it is run once; the end of the last line is not the types'. */
  private static String ofPostgresMeta(String schemas) throws IOException, InterruptedException {
    var environment =
        Map.of(
            "PG_META_DB_URL",
            address(),
            "PG_META_GENERATE_TYPES",
            "typescript",
            "PG_META_GENERATE_TYPES_INCLUDED_SCHEMAS",
            schemas,
            "PG_META_GENERATE_TYPES_DETECT_ONE_TO_ONE_RELATIONSHIPS",
            "true");
    var builder = new ProcessBuilder(requireNonNull(node).toString(), "dist/server/server.js");
    builder
        .directory(
            requireNonNull(directory).resolve("node_modules/@supabase/postgres-meta").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .environment()
        .putAll(environment);
    var process = builder.start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.substring(0, printed.length() - 1);
  }

  @Test
  void cliPrintsTheTypesAsTheyAre() throws Exception {
    // when
    var ended = cli().run("gen", "types", "--remote=" + ref(), "--schema", "public,shop");

    // then
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.result().strip()).isEqualTo(ofPostgresMeta("public,shop").strip());
  }

  @Test
  void cliShowsWhatAdvisorsFind() throws Exception {
    // when
    var all =
        cli()
            .run(
                "db",
                "advisors",
                "--remote=" + ref(),
                "--level",
                "info",
                "--output-format",
                "json");
    var failing =
        cli()
            .run("db", "advisors", "--remote=" + ref(), "--type", "security", "--fail-on", "error");

    // then
    assertThat(all.status()).as(all.output()).isZero();
    assertThat(all.output())
        .contains("rls_disabled_in_public", "no_primary_key", "unindexed_foreign_keys");
    assertThat(failing.status()).as(failing.output()).isNotZero();
  }

  @Test
  void cliShowsWhatWasLogged() throws Exception {
    // given
    assertThatThrownBy(() -> demo().connect("an otter, 100% _wet_"))
        .isInstanceOf(SQLException.class);

    // when
    var found =
        cli()
            .run(
                "logs",
                "--remote=" + ref(),
                "--service",
                "postgres",
                "--level",
                "error",
                "--search",
                "OTTER, 100% _wet_",
                "--output-format",
                "json");
    var all = cli().run("logs", "--remote=" + ref(), "--output-format", "json");
    var none =
        cli()
            .run(
                "logs",
                "--remote=" + ref(),
                "--search",
                "no such words",
                "--output-format",
                "json");
    var absent = cli().run("logs", "--remote=" + ref(), "--service", "storage");
    var refused = cli().run("logs", "--remote=" + ref(), "--sql", "select count(*) from logs");

    // then
    assertThat(found.status()).as(found.output()).isZero();
    assertThat(found.result()).contains("an otter, 100% _wet_", "\"level\": \"error\"");
    assertThat(all.status()).as(all.output()).isZero();
    assertThat(all.result()).contains("an otter, 100% _wet_");
    assertThat(none.status()).as(none.output()).isZero();
    assertThat(none.result()).doesNotContain("event_message");
    assertThat(absent.status()).isNotZero();
    assertThat(absent.output()).contains("HTTP 409");
    assertThat(refused.output()).containsPattern("count|HTTP 400");
    assertThat(refused.status()).isNotZero();
  }

  @Test
  void mcpServersToolsWork() throws Exception {
    // given
    assertThatThrownBy(() -> demo().connect("for an assistant")).isInstanceOf(SQLException.class);

    // when
    var steps =
        NodeSteps.run(
            requireNonNull(directory),
            requireNonNull(node),
            "mcp.mjs",
            installation(),
            Map.of("PROJECT", ref()));

    // then
    assertThat(steps.values()).as("%s", steps).noneMatch(step -> step.path("failed").asBoolean());
    assertThat(text(steps, "logs")).contains("for an assistant", "FATAL");
    assertThat(text(steps, "log query")).contains("for an assistant");
    assertThat(text(steps, "types")).contains("export type Database = {", "shop_people");
    assertThat(text(steps, "security"))
        .contains("rls_disabled_in_public", "public.people", "function_search_path_mutable");
    assertThat(text(steps, "performance")).contains("no_primary_key", "no_columns");
  }

  @Test
  void aQueryEndsWhenItsCallerGoesAway() throws Exception {
    // given
    var request =
        HttpRequest.newBuilder(
                installation().url().resolve("/v1/projects/%s/database/query".formatted(ref())))
            .header("Authorization", "Bearer " + installation().token())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"query\":\"select pg_sleep(50) as left_alone\"}"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
      await().atMost(LONG).until(HostedInspectionIT::leftAlone, count -> count.equals("1"));

      // when
      answer.cancel(true);

      // then
      await().atMost(SOON).until(HostedInspectionIT::leftAlone, count -> count.equals("0"));
    }
  }

  private static String leftAlone() throws SQLException {
    return demo()
        .ask(
            "postgres",
            """
            select count(*) from pg_stat_activity
             where state = 'active' and query like '%as left_alone%' and pid <> pg_backend_pid()
            """);
  }

  private static String text(Map<String, JsonNode> steps, String name) {
    return requireNonNull(steps.get(name), name).path("text").asText();
  }

  private static String resource(String name) throws IOException {
    try (var resource = HostedInspectionIT.class.getResourceAsStream(name)) {
      return new String(requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ProjectDatabase demo() {
    return ProjectDatabase.at(address());
  }

  private static String address() {
    return installation().announced().at("/project/connection_string").asText();
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
}
