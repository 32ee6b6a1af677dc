package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The hosted platform's own clients, unmodified, against a running installation: the {@code
 * supabase} CLI, its MCP server and {@code supabase-management-js}. Skipped, saying so, where there
 * is no Node.
 */
class HostedClientsIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable Path node;
  private static @Nullable Path directory;
  private static @Nullable HostedCli cli;
  private static int databasePort;

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
        directory,
        npm.orElseThrow(),
        "/hosted-clients/",
        List.of("package.json", "tools.mjs", "management.mjs"));
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    databasePort = FreePort.find();
    installation.start(Map.of("RICKYARD_GATEWAY_DATABASES_PORT", "" + databasePort));
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
  void cliKnowsWhoUsesIt() throws Exception {
    // when
    var who = cli().run("whoami", "--output-format", "json");

    // then
    assertThat(who.status()).as(who.output()).isZero();
    assertThat(who.json().path("email").asText())
        .isEqualTo(installation().announced().path("email").asText());
  }

  @Test
  void cliMakesAnOrganizationAndAProjectAndDeletesIt() throws Exception {
    // when
    var organization = cli().run("orgs", "create", "Movers", "--yes", "--output", "json");
    String slug = organization.json().path("id").asText();
    var project =
        cli()
            .run(
                "projects",
                "create",
                "moved",
                "--org-id",
                slug,
                "--db-password",
                "five-otters-on-1-raft",
                "--region",
                "eu-west-1",
                "--yes",
                "--output",
                "json");
    String ref = project.json().path("ref").asText();
    await().atMost(LONG).until(() -> status(ref).equals("ACTIVE_HEALTHY"));
    var linked = cli().run("link", ref);
    var answered =
        cli().run("db", "query", "--remote=" + ref, "--yes", "create table moved (id int)");
    var deleted = cli().run("projects", "delete", ref, "--yes");

    // then
    assertThat(organization.status()).as(organization.output()).isZero();
    assertThat(project.status()).as(project.output()).isZero();
    assertThat(linked.status()).as(linked.output()).isZero();
    assertThat(answered.status()).as(answered.output()).isZero();
    assertThatThrownBy(() -> demo().ask("postgres", "select count(*) from moved"))
        .as("the demo project's database")
        .isInstanceOf(SQLException.class);
    assertThat(deleted.status()).as(deleted.output()).isZero();
    await()
        .atMost(LONG)
        .until(() -> cli().run("projects", "list").output().contains(ref), is -> !is);
  }

  @Test
  void cliRevealsKeysOnRequestOnly() throws Exception {
    // given
    String secret = installation().announced().at("/project/keys/default_secret").asText();

    // when
    var masked = cli().run("projects", "api-keys", "--remote=" + ref(), "--output", "json");
    var revealed =
        cli().run("projects", "api-keys", "--remote=" + ref(), "--reveal", "--output", "json");

    // then
    assertThat(masked.output()).doesNotContain(secret);
    assertThat(revealed.output()).contains(secret);
  }

  @Test
  void cliQueriesThisDatabase() throws Exception {
    // given
    demo().run("postgres", "create table otters (name text)", "insert into otters values ('Ada')");

    // when
    var read =
        cli().run("db", "query", "--remote=" + ref(), "--read-only", "select name from otters");
    var refused = cli().run("db", "query", "--remote=" + ref(), "--read-only", "select * from no");

    // then
    assertThat(read.status()).as(read.output()).isZero();
    assertThat(read.output()).contains("Ada");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("42P01", "sql_refused");
  }

  @Test
  void cliPushesMigrationsByAddressIntoTheHistoryThatTheApiTells() throws Exception {
    // given
    String address = installation().announced().at("/project/connection_string").asText();
    var migrations = Files.createDirectories(directory().resolve("supabase/migrations"));
    Files.writeString(
        migrations.resolve("20260101000000_boats.sql"), "create table boats (id int primary key);");

    // when
    var pushed = cli().run("db", "push", "--remote=" + address, "--yes");
    var listed = cli().run("migration", "list", "--remote=" + address);
    var types = cli().run("gen", "types", "--remote=" + address);

    // then
    assertThat(pushed.status()).as(pushed.output()).isZero();
    assertThat(listed.output()).contains("20260101000000");
    assertThat(types.result()).contains("\"boats\": {");
    assertThat(demo().ask("postgres", "select to_regclass('boats') is not null")).isEqualTo("t");
    try (var client = installation().client()) {
      var history = client.get(project(ref()).segment("database").segment("migrations"));
      assertThat(history.toString())
          .contains("{\"version\":\"20260101000000\",\"name\":\"boats\"}");
    }
  }

  @Test
  void psqlOpensADatabaseByItsReference() throws Exception {
    // given
    var psql = Programs.find("psql");
    Programs.need(psql.isPresent(), "RICKYARD_REQUIRE_NODE", "psql on the PATH");
    var address =
        installation()
            .announced()
            .at("/project/connection_string")
            .asText()
            .replace("postgres:", "postgres." + ref() + ":")
            .replaceAll("@[^/]*", "@127.0.0.1:" + databasePort);
    demo().run("postgres", "create table by_reference (v text)");

    // when
    String said =
        Programs.run(
            psql.orElseThrow().toString(),
            "-XAtc",
            "insert into by_reference values ('here') returning v",
            address);
    JsonNode told;
    try (var client = installation().client()) {
      told =
          client.get(project(ref()).segment("config").segment("database").segment("pooler")).get(0);
    }

    // then
    assertThat(said).startsWith("here");
    assertThat(demo().ask("postgres", "select v from by_reference")).isEqualTo("here");
    assertThat(told.path("db_user").asText()).isEqualTo("postgres." + ref());
    assertThat(told.path("db_port").asInt()).isEqualTo(databasePort);
    assertThat(told.path("connection_string").asText())
        .isEqualTo(told.path("connectionString").asText());
  }

  @ParameterizedTest
  @CsvSource({"backups list --remote=REF, There are no backups yet"})
  void cliShowsWhyThereIsNoSuchThing(String command, String reason) throws Exception {
    // when
    var ended = cli().run(command.replace("REF", ref()).split(" "));

    // then
    assertThat(ended.status()).as(ended.output()).isNotZero();
    assertThat(ended.output()).contains(reason);
  }

  @Test
  void cliIsToldWhatAProjectHasNoServiceFor() throws Exception {
    // when
    var functions = cli().run("functions", "list", "--remote=" + ref(), "--output", "json");
    var secrets = cli().run("secrets", "list", "--remote=" + ref(), "--output", "json");
    var set = cli().run("secrets", "set", "OTTERS=five", "--yes", "--remote=" + ref());

    // then
    assertThat(functions.status()).as(functions.output()).isZero();
    assertThat(functions.result()).contains("[]");
    assertThat(secrets.status()).as(secrets.output()).isZero();
    assertThat(set.status()).isNotZero();
    assertThat(set.output()).contains("service_absent");
  }

  @Test
  void mcpServersToolsWork() throws Exception {
    // when
    var steps = NodeSteps.run(directory(), node(), "tools.mjs", installation(), target());

    // then
    assertThat(step(steps, "tools").path("names").toString())
        .contains("execute_sql", "list_tables");
    assertThat(step(steps, "organizations").path("text").asText()).contains(organization());
    assertThat(step(steps, "organization").path("text").asText()).contains("Home");
    assertThat(step(steps, "projects").path("text").asText()).contains(ref());
    assertThat(step(steps, "project").path("text").asText()).contains("ACTIVE_HEALTHY");
    assertThat(step(steps, "cost").path("text").asText()).contains("\"amount\":0");
    assertThat(step(steps, "migrate").path("failed").asBoolean()).isFalse();
    assertThat(step(steps, "migrations").path("text").asText()).contains("\"name\":\"notes\"");
    assertThat(step(steps, "broken migration").path("text").asText()).contains("22012");
    assertThat(step(steps, "write").path("failed").asBoolean()).isFalse();
    assertThat(step(steps, "read").path("text").asText()).contains("milk");
    assertThat(step(steps, "tables").path("text").asText()).contains("public.notes");
    assertThat(step(steps, "extensions").path("text").asText()).contains("pg_stat_statements");
    assertThat(step(steps, "keys").path("text").asText()).contains("sb_publishable_");
    assertThat(step(steps, "branches").path("failed").asBoolean()).isFalse();
    assertThat(step(steps, "foreign").path("failed").asBoolean()).isTrue();
    assertThat(demo().ask("postgres", "select note from notes")).isEqualTo("milk");
    assertThat(demo().ask("postgres", "select to_regclass('half') is null")).isEqualTo("t");
  }

  @Test
  void managementLibraryWorks() throws Exception {
    // when
    var steps = NodeSteps.run(directory(), node(), "management.mjs", installation(), target());

    // then
    assertThat(step(steps, "organizations").at("/data/0/slug").asText()).isNotEmpty();
    assertThat(step(steps, "members").at("/data/0/role_name").asText()).isEqualTo("Owner");
    assertThat(step(steps, "projects").path("data").toString()).contains(ref());
    assertThat(step(steps, "project").at("/data/ref").asText()).isEqualTo(ref());
    assertThat(step(steps, "health").at("/data/0/status").asText()).isEqualTo("ACTIVE_HEALTHY");
    assertThat(step(steps, "keys").path("data").toString())
        .contains(installation().announced().at("/project/keys/default_secret").asText());
    assertThat(step(steps, "query").path("status").asInt()).isEqualTo(201);
    assertThat(step(steps, "query").at("/data/0/one").asInt()).isEqualTo(1);
    assertThat(step(steps, "refused query").path("error").asText()).contains("42P01");
    assertThat(step(steps, "rename").at("/data/name").asText()).isEqualTo("renamed");
    assertThat(step(steps, "pool size").path("data"))
        .hasToString("{\"default_pool_size\":40,\"pool_mode\":\"session\"}");
    assertThat(step(steps, "pooler").at("/data/0/max_client_conn").asInt()).isEqualTo(40);
    assertThat(step(steps, "own pooler").at("/data/default_pool_size").asInt()).isEqualTo(20);
    assertThat(step(steps, "usual pool size").at("/data/default_pool_size").asInt()).isEqualTo(60);
    assertThat(step(steps, "too large a pool").path("error").asText()).contains("at most 60");
    assertThat(step(steps, "providers").at("/data/items")).isEmpty();
    assertThat(step(steps, "signing keys").at("/data/keys/0/status").asText()).isEqualTo("in_use");
    assertThat(step(steps, "signing key without auth").path("error").asText())
        .contains("have no auth");
    assertThat(step(steps, "branches").path("data")).isEmpty();
  }

  private static JsonNode step(Map<String, JsonNode> steps, String name) {
    return requireNonNull(steps.get(name), name);
  }

  private static Map<String, String> target() {
    return Map.of("PROJECT", ref(), "ORGANIZATION", organization());
  }

  private static String status(String ref) throws IOException {
    try (var client = installation().client()) {
      return client.get(project(ref)).path("status").asText();
    }
  }

  private static io.rickyard.cli.api.Path project(String ref) {
    return io.rickyard.cli.api.Path.of("/v1/projects").segment(ref);
  }

  private static ProjectDatabase demo() {
    return ProjectDatabase.at(installation().announced().at("/project/connection_string").asText());
  }

  private static String ref() {
    return installation().announced().at("/project/ref").asText();
  }

  private static String organization() {
    return installation().organization();
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
