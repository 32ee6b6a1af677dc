package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Databases by reference as the hosted platform's command line wants them: port 5432, HTTPS on 443,
 * and a host below a registrable domain, with certificates of an authority of the test. Skipped,
 * saying so, where there is no Node or no right to mount.
 */
class HostedDatabaseIT {

  private static final String POOLER = "db.rickyard.test";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable TestDomain domain;
  private static @Nullable HostedCli cli;
  private static @Nullable Path psql;

  @BeforeAll
  static void start() throws Exception {
    HostedClients.need();
    var client = Programs.find("psql");
    Programs.need(client.isPresent(), "RICKYARD_REQUIRE_NODE", "psql on the PATH");
    TestDomain.need();
    psql = client.orElseThrow();
    workspace = Workspace.create();
    var clients = HostedClients.in(workspace);
    domain = TestDomain.in(workspace, "rickyard.test", "127.77.89.1");
    domain.add(POOLER);
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(surroundings(domain));
    domain.addProject(ref());
    cli = domain.cli(clients.directory(), installation);
  }

  private static Map<String, String> surroundings(TestDomain domain) {
    var settings = new HashMap<>(domain.settings());
    settings.put("RICKYARD_GATEWAY_DATABASES_HOST", domain.address());
    settings.put("RICKYARD_GATEWAY_DATABASES_PORT", "5432");
    settings.put("RICKYARD_GATEWAY_DATABASES_PUBLIC_HOST", POOLER);
    return settings;
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

  private static void migration(String version, String table) throws IOException {
    var migrations = Files.createDirectories(cli().directory().resolve("supabase/migrations"));
    Files.writeString(
        migrations.resolve(version + "_" + table + ".sql"),
        "create table %s (id int primary key);".formatted(table));
  }

  @Test
  void migrationsArePushedByReferenceWithAPasswordAndWithout() throws Exception {
    // when
    migration("20260101000000", "with_a_password");
    var known = cli().run("db", "push", "--remote=" + ref(), "-p", password(), "--yes");
    migration("20260102000000", "without_one");
    var unknown = cli().run("db", "push", "--remote=" + ref(), "--yes");
    var listed = cli().run("migration", "list", "--remote=" + ref());

    // then
    assertThat(known.status()).as(known.output()).isZero();
    assertThat(unknown.status()).as(unknown.output()).isZero();
    assertThat(listed.status()).as(listed.output()).isZero();
    assertThat(listed.output()).contains("20260101000000", "20260102000000");
    assertThat(
            demo()
                .ask(
                    "postgres",
                    "select string_agg(tableowner || ' ' || tablename, ', ' order by 1) from pg_tables"
                        + " where tablename like 'with%'"))
        .isEqualTo("postgres with_a_password, postgres without_one");
    assertThat(
            demo().ask("postgres", "select count(*) from pg_roles where rolname ~ '^cli_login_'"))
        .isNotEqualTo("0");
  }

  @Test
  void linkingTakesTheAddressForAllProjects() throws Exception {
    // when
    var linked = cli().run("link", ref());

    // then
    assertThat(linked.status()).as(linked.output()).isZero();
    assertThat(Files.readString(cli().directory().resolve("supabase/.temp/pooler-url")))
        .contains("postgres." + ref(), POOLER + ":5432");
  }

  @Test
  void addressesAreKeptFromADatabaseByTheCli() throws Exception {
    // given
    assertThat(opened("sslmode=require").status()).isZero();

    // when
    var updated =
        cli()
            .run(
                "network-restrictions",
                "update",
                "--remote=" + ref(),
                "--db-allow-cidr",
                "203.0.113.0/24",
                "--experimental",
                "--yes");
    var told = cli().run("network-restrictions", "get", "--remote=" + ref(), "--experimental");

    // then
    assertThat(updated.status()).as(updated.output()).isZero();
    assertThat(told.output()).contains("203.0.113.0/24");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(opened("sslmode=require").said()).contains("does not let 127."));
    assertThat(Programs.succeeds(psql().toString(), "-XAtc", "select 1", direct())).isFalse();
    var again =
        cli()
            .run(
                "network-restrictions",
                "update",
                "--remote=" + ref(),
                "--db-allow-cidr",
                "0.0.0.0/0",
                "--db-allow-cidr",
                "::/0",
                "--bypass-cidr-checks",
                "--experimental",
                "--yes");
    assertThat(again.status()).as(again.output()).isZero();
    await().atMost(SOON).until(() -> opened("sslmode=require").status() == 0);
    assertThat(Programs.succeeds(psql().toString(), "-XAtc", "select 1", direct())).isTrue();
  }

  @Test
  void tlsIsDemandedByTheCli() throws Exception {
    // given
    assertThat(opened("sslmode=disable").status()).isZero();

    // when
    var enforced = enforcement("--enable-db-ssl-enforcement");
    var told = cli().run("ssl-enforcement", "get", "--remote=" + ref(), "--experimental");

    // then
    assertThat(enforced.status()).as(enforced.output()).isZero();
    assertThat(told.status()).as(told.output()).isZero();
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(opened("sslmode=disable").said())
                .contains("takes encrypted connections only"));
    assertThat(opened("sslmode=require").said()).isEqualTo("1");
    assertThat(
            Programs.succeeds(
                psql().toString(), "-XAtc", "select 1", direct() + "?sslmode=disable"))
        .isFalse();
    assertThat(
            Programs.succeeds(
                psql().toString(), "-XAtc", "select 1", direct() + "?sslmode=require"))
        .isTrue();
    assertThat(enforcement("--disable-db-ssl-enforcement").status()).isZero();
    await().atMost(SOON).until(() -> opened("sslmode=disable").status() == 0);
  }

  private static HostedCli.Ended enforcement(String wanted)
      throws IOException, InterruptedException {
    return cli()
        .run("ssl-enforcement", "update", "--remote=" + ref(), wanted, "--experimental", "--yes");
  }

  @Test
  void channelBindingIsRefusedInTheClientsOwnWords() throws Exception {
    assertThat(opened("sslmode=require channel_binding=require").said())
        .contains("channel binding");
  }

  @Test
  void nameOfTheProjectsOwnNamesItToo() throws Exception {
    // given
    var name = "db." + domain().project(ref());

    // when
    var opened =
        opened(
            "postgres", "host=%s hostaddr=%s sslmode=require".formatted(name, domain().address()));

    // then
    assertThat(opened.said()).isEqualTo("1");
  }

  @Test
  void changedPasswordOpensTheDatabaseAndTheOldOneDoesNot() throws Exception {
    // given
    var old = password();
    var path =
        io.rickyard.cli.api.Path.of("/v1/projects")
            .segment(ref())
            .segment("database")
            .segment("password");

    // when
    try (var client = installation().client()) {
      client.patch(path, RickyardClient.object().put("password", "seven-otters-on-2-rafts"));
    }

    // then
    assertThat(opened("postgres." + ref(), reference("sslmode=require"), old).said())
        .contains("password authentication failed");
    assertThat(password()).isEqualTo("seven-otters-on-2-rafts");
    assertThat(opened("sslmode=require").said()).isEqualTo("1");
  }

  /** How psql ended. */
  private record Opened(int status, String said) {}

  private static Opened opened(String options) throws IOException, InterruptedException {
    return opened("postgres." + ref(), reference(options));
  }

  private static String reference(String options) {
    return "host=%s hostaddr=%s %s".formatted(POOLER, domain().address(), options);
  }

  private static Opened opened(String user, String where) throws IOException, InterruptedException {
    return opened(user, where, password());
  }

  private static Opened opened(String user, String where, String password)
      throws IOException, InterruptedException {
    var address = "%s port=5432 user=%s dbname=postgres connect_timeout=10".formatted(where, user);
    var builder =
        new ProcessBuilder(psql().toString(), "-XAtc", "select 1", address)
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Opened(process.waitFor(), said.strip());
  }

  private static String direct() throws IOException {
    return connection().path("connection_string").asText();
  }

  private static String password() throws IOException {
    return connection().path("password").asText();
  }

  private static JsonNode connection() throws IOException {
    try (var client = installation().client()) {
      return client.get(
          io.rickyard.cli.api.Path.of("/v1/projects")
              .segment(ref())
              .segment("connection")
              .query("reveal", "true"));
    }
  }

  private static ProjectDatabase demo() throws IOException {
    return ProjectDatabase.at(direct());
  }

  private static String ref() {
    return installation().announced().at("/project/ref").asText();
  }

  private static LocalInstallation installation() {
    return requireNonNull(installation);
  }

  private static TestDomain domain() {
    return requireNonNull(domain);
  }

  private static HostedCli cli() {
    return requireNonNull(cli);
  }

  private static Path psql() {
    return requireNonNull(psql);
  }
}
