package io.rickyard.stack;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunAs;
import io.rickyard.postgres.ScramVerifier;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One server, set up once; the tests look at what a project's users and services find. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseSetupIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String PASSWORD = "it's $ecret";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final StackKeys keys =
      StackKeys.generate(new ProjectRef("abcdefghijklmnopqrst"), Instant.now(), RANDOM);
  private final DatabaseCredentials credentials =
      new DatabaseCredentials(
          DatabaseBlueprint.LOGIN_ROLES.stream()
              .collect(toMap(Function.identity(), _ -> ScramVerifier.of(PASSWORD, RANDOM))),
          keys.jwtSecret(),
          Duration.ofHours(1));
  private final List<SqlStep> steps = DatabaseBlueprint.steps(credentials);
  private final List<Integer> appliedInRuns = new ArrayList<>();
  private final int port = freePort();

  private PostgresServer server;

  DatabaseSetupIT(@TempDir Path temporary) throws Exception {
    Files.setPosixFilePermissions(temporary, fromString("rwx--x--x"));
    var binaries =
        PostgresBinaries.unpackInto(
            Path.of(System.getProperty("java.io.tmpdir"), "rickyard-test-postgresql"));
    var runAs =
        RunAs.choose(
            Host.local(), "rky-it-" + Long.toString(System.nanoTime(), 36), List.of(temporary));
    server = PostgresServer.open(binaries, temporary.resolve("server"), runAs);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  void setUp() throws Exception {
    server.initialize(
        DatabaseBlueprint.SUPERUSER, credentials.verifier(DatabaseBlueprint.SUPERUSER));
    server.start(port, DatabaseBlueprint.serverSettings(), login("supabase_admin"), MINUTE);
    // A crash after each step: the next run goes on behind it.
    for (int crash = 0; crash <= steps.size(); crash++) {
      var from = crash;
      try (var connection = connect("supabase_admin")) {
        DatabaseSetup.apply(
            connection,
            steps.subList(0, from),
            Generation.FIRST,
            10 + crash,
            step -> appliedInRuns.add(step.number()));
      }
    }
  }

  @AfterAll
  void tearDown() {
    server.stop(MINUTE);
    server.delete();
  }

  private static Login login(String role) {
    return new Login(role, PASSWORD, DatabaseBlueprint.DATABASE);
  }

  private Connection connect(String role) throws SQLException {
    return login(role).connect(port, MINUTE);
  }

  private String query(String role, String sql) throws SQLException {
    try (var connection = connect(role);
        var statement = connection.createStatement()) {
      var hasResult = statement.execute(sql);
      while (!hasResult && statement.getUpdateCount() != -1) {
        hasResult = statement.getMoreResults();
      }
      try (var result = statement.getResultSet()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private void execute(String role, String sql) throws SQLException {
    try (var connection = connect(role);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void eachStepIsAppliedOnceHoweverOftenTheSetupRuns() {
    assertThat(appliedInRuns).containsExactly(10, 20, 30, 40, 50, 60, 61, 62, 70, 80);
  }

  @Test
  void everyStepCouldBeRunAgain() throws SQLException {
    for (var step : steps) {
      execute("supabase_admin", "set pg_stat_statements.track = 'none';" + step.sql());
    }
  }

  @Test
  void theSetupKnowsThatItIsComplete() throws SQLException {
    try (var connection = connect("supabase_admin")) {
      assertThat(DatabaseSetup.complete(connection, steps)).isTrue();
    }
  }

  @Test
  void anOlderOwnerIsFencedOff() throws SQLException {
    try (var connection = connect("supabase_admin")) {
      assertThatThrownBy(() -> DatabaseSetup.apply(connection, steps, Generation.FIRST, 9, _ -> {}))
          .isInstanceOf(FencedOffException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // role, superuser, login, inherit, createrole, createdb, replication, bypassrls
    "supabase_admin,             t, t, t, t, t, t, t",
    "postgres,                   f, t, t, t, t, t, t",
    "anon,                       f, f, f, f, f, f, f",
    "authenticated,              f, f, f, f, f, f, f",
    "service_role,               f, f, f, f, f, f, t",
    "authenticator,              f, t, f, f, f, f, f",
    "supabase_auth_admin,        f, t, f, t, f, f, f",
    "supabase_storage_admin,     f, t, f, t, f, f, f",
    "supabase_functions_admin,   f, t, f, t, f, f, f",
    "supabase_realtime_admin,    f, f, f, f, f, f, f",
    "supabase_replication_admin, f, t, t, f, f, t, f",
    "supabase_read_only_user,    f, t, t, f, f, f, t",
    "pgbouncer,                  f, t, t, f, f, f, f",
    "dashboard_user,             f, f, t, t, t, t, f"
  })
  void rolesHaveTheirNature(
      String role,
      String superuser,
      String login,
      String inherit,
      String createRole,
      String createDatabase,
      String replication,
      String bypass)
      throws SQLException {
    assertThat(
            query(
                "supabase_admin",
                """
                select concat_ws(',', rolsuper, rolcanlogin, rolinherit, rolcreaterole, rolcreatedb,
                  rolreplication, rolbypassrls) from pg_roles where rolname = '%s'
                """
                    .formatted(role)))
        .isEqualTo(
            String.join(
                ",", superuser, login, inherit, createRole, createDatabase, replication, bypass));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres",
        "authenticator",
        "supabase_auth_admin",
        "supabase_storage_admin",
        "supabase_functions_admin",
        "supabase_replication_admin",
        "supabase_read_only_user",
        "pgbouncer"
      })
  void loginRolesEnterWithTheirPassword(String role) throws SQLException {
    assertThat(query(role, "select current_user::text")).isEqualTo(role);
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> new Login("postgres", "guess", "postgres").connect(port, MINUTE))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @ParameterizedTest
  @CsvSource({"anon, 3s", "authenticated, 8s", "authenticator, 8s"})
  void apiRolesHaveStatementTimeouts(String role, String timeout) throws SQLException {
    assertThat(
            query(
                "supabase_admin",
                "select 'statement_timeout=%s' = any (rolconfig) from pg_roles where rolname = '%s'"
                    .formatted(timeout, role)))
        .isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anon", "authenticated", "service_role"})
  void theAuthenticatorTakesTheRoleOfAToken(String role) throws SQLException {
    assertThat(query("authenticator", "set role %s; select current_user::text".formatted(role)))
        .isEqualTo(role);
  }

  @Test
  void theAuthenticatorHasNothingByItself() throws SQLException {
    execute("postgres", "create table of_the_user (id int)");
    assertThatThrownBy(() -> query("authenticator", "select count(*) from of_the_user"))
        .hasMessageContaining("permission denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "supabase_admin"})
  void theAuthenticatorCannotBecomeMore(String role) {
    assertThatThrownBy(() -> execute("authenticator", "set role " + role))
        .hasMessageContaining("permission denied");
  }

  @Test
  void newTablesAreReachableThroughTheApiAndGuardedByRowLevelSecurity() throws SQLException {
    // given
    execute(
        "postgres",
        """
        create table note (owner uuid, body text);
        alter table note enable row level security;
        create policy own on note using (auth.uid() = owner);
        insert into note values
          ('00000000-0000-0000-0000-000000000001', 'mine'),
          ('00000000-0000-0000-0000-000000000002', 'yours')
        """);

    // then
    var claims =
        "set request.jwt.claims = '{\"sub\":\"00000000-0000-0000-0000-000000000001\",\"role\":\"authenticated\",\"email\":\"a@b.c\"}';";
    assertThat(
            query(
                "authenticator",
                "set role authenticated;" + claims + "select string_agg(body, ',') from note"))
        .isEqualTo("mine");
    assertThat(query("authenticator", "set role anon; select count(*)::text from note"))
        .isEqualTo("0");
    assertThat(query("authenticator", "set role service_role; select count(*)::text from note"))
        .isEqualTo("2");
    assertThat(
            query(
                "authenticator",
                "set role authenticated;"
                    + claims
                    + "select auth.role() || auth.email() || (auth.jwt() ->> 'sub')"))
        .isEqualTo("authenticateda@b.c00000000-0000-0000-0000-000000000001");
  }

  @Test
  void withoutClaimsNobodyIsSignedIn() throws SQLException {
    assertThat(query("authenticator", "set role anon; select (auth.uid() is null)::text"))
        .isEqualTo("true");
    assertThat(
            query(
                "authenticator",
                "set role anon; set request.jwt.claims = ''; select (auth.jwt() is null)::text"))
        .isEqualTo("true");
  }

  @Test
  void theUserWorksAsOnTheHostedPlatform() throws SQLException {
    execute(
        "postgres",
        """
        create schema inventory;
        create extension citext with schema extensions;
        create extension pg_trgm with schema extensions;
        create role reader nologin;
        grant reader to authenticator;
        set role anon; reset role;
        set role service_role; reset role;
        set role reader; reset role;
        alter role anon set statement_timeout = '4s';
        alter role anon set statement_timeout = '3s';
        create table realtime_note (id int primary key);
        alter publication supabase_realtime add table realtime_note
        """);
    execute("postgres", "create database another");
    assertThat(query("postgres", "select extensions.uuid_generate_v4() is not null"))
        .isEqualTo("t");
    assertThat(query("postgres", "select gen_salt('bf') is not null")).isEqualTo("t");
    assertThat(query("postgres", "select count(*) >= 0 from extensions.pg_stat_statements"))
        .isEqualTo("t");
    assertThat(
            query(
                "postgres",
                "select pg_create_logical_replication_slot('it', 'pgoutput') is not null"))
        .isEqualTo("t");
    execute("postgres", "select pg_drop_replication_slot('it')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter role supabase_admin password 'mine'",
        "alter role postgres superuser",
        "alter system set fsync = off",
        "select pg_read_file('/etc/passwd')",
        "copy (select 1) to program 'id'",
        "update rickyard.fence set token = 0",
        "drop schema auth cascade",
        "set role supabase_admin"
      })
  void theUserIsNoSuperuser(String sql) {
    assertThatThrownBy(() -> execute("postgres", sql)).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "auth, supabase_auth_admin",
    "storage, supabase_storage_admin",
    "realtime, supabase_admin",
    "extensions, postgres",
    "_realtime, supabase_admin",
    "pgbouncer, pgbouncer",
    "supabase_functions, supabase_admin",
    "graphql_public, supabase_admin",
    "public, pg_database_owner"
  })
  void schemasBelongToWhoeverMigratesThem(String schema, String owner) throws SQLException {
    assertThat(
            query(
                "postgres",
                "select nspowner::regrole::text from pg_namespace where nspname = '%s'"
                    .formatted(schema)))
        .isEqualTo(owner);
  }

  @Test
  void theAuthServiceMayReplaceItsFunctions() throws SQLException {
    execute(
        "supabase_auth_admin",
        "create or replace function auth.uid() returns uuid language sql stable as 'select coalesce(nullif(current_setting(''request.jwt.claim.sub'', true), ''''), nullif(current_setting(''request.jwt.claims'', true), '''')::jsonb ->> ''sub'')::uuid'");
  }

  @Test
  void thePoolerLooksUpVerifiersAndNobodyElseDoes() throws SQLException {
    // given
    var lookUp = "select password from pgbouncer.get_auth('postgres')";

    // then
    assertThat(query("pgbouncer", lookUp)).startsWith("SCRAM-SHA-256$");
    assertThatThrownBy(() -> query("postgres", lookUp)).hasMessageContaining("permission denied");
  }

  @Test
  void aWebhookHandsTheRowToWhoeverMakesTheCall() throws SQLException {
    // given
    execute(
        "supabase_admin",
        """
        create schema net;
        create table net.seen (url text, body jsonb, headers jsonb, milliseconds int);
        create function net.http_post(
            url text, body jsonb, params jsonb, headers jsonb, timeout_milliseconds int)
          returns bigint language sql security definer
          as 'insert into net.seen values (url, body, headers, timeout_milliseconds) returning 7::bigint';
        grant usage on schema net to supabase_functions_admin
        """);
    execute(
        "postgres",
        """
        create table ordered (id int);
        create trigger tell after insert on ordered for each row execute function
          supabase_functions.http_request('http://example.test/', 'POST', 'null', '{}', '2500')
        """);

    // when
    execute("postgres", "insert into ordered values (5)");

    // then
    assertThat(
            query(
                "supabase_admin",
                "select concat_ws(' ', url, body -> 'record' ->> 'id', body ->> 'type', milliseconds) from net.seen"))
        .isEqualTo("http://example.test/ 5 INSERT 2500");
    assertThat(query("postgres", "select hook_name || request_id from supabase_functions.hooks"))
        .isEqualTo("tell7");
  }

  @Test
  void tokenSettingsStandInTheDatabase() throws SQLException {
    assertThat(query("postgres", "show app.settings.jwt_secret")).isEqualTo(keys.jwtSecret());
    assertThat(query("postgres", "show app.settings.jwt_exp")).isEqualTo("3600");
  }

  @ParameterizedTest
  @CsvSource({"wal_level, logical", "fsync, on", "synchronous_commit, on", "full_page_writes, on"})
  void theServerIsDurableAndReplicates(String setting, String value) throws SQLException {
    assertThat(query("postgres", "show " + setting)).isEqualTo(value);
  }

  @Test
  void noVerifierWasLoggedOrKeptInAStatementStatistic() throws SQLException {
    assertThat(
            query(
                "supabase_admin",
                "select count(*)::text from extensions.pg_stat_statements where query like '%SCRAM-SHA-256$%'"))
        .isEqualTo("0");
  }
}
