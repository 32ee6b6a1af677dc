package io.rickyard.worker.login;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.postgres.Login;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.SettableClock;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.runtime.process.ProcessHost;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.TestStacks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginRolesIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final ProjectRef PROJECT = TestStacks.project();
  private static final Login SUPERUSER = StackLogins.superuser(TestStacks.secrets());

  @TempDir private static @Nullable Path temporary;
  private static @Nullable ProcessHost host;
  private static @Nullable StackRuntime runtime;
  private static @Nullable DatabaseEndpoint project;
  private static @Nullable TestDatabase database;

  private final SettableClock clock = new SettableClock(Instant.now());
  private final LoginRoleTable table =
      new LoginRoleTable(requireNonNull(database).dataSource("provisioner"));
  private final LoginRoles roles = new LoginRoles(table, clock, new SecureRandom());

  @BeforeAll
  static void build() throws Exception {
    var directory = requireNonNull(temporary);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    database = TestDatabase.create();
    database.migrate("provisioner", "io/rickyard/worker/changelog/login-roles.sql");
    host = new ProcessHost(directory);
    runtime = host.worker();
    var stack = TestStacks.spec(PROJECT, 1);
    TestStacks.build(runtime, stack);
    project = runtime.observe(stack).database();
  }

  @AfterAll
  static void remove() throws Exception {
    requireNonNull(runtime)
        .remove(TestStacks.newest(TestStacks.spec(PROJECT, 1)), TestStacks.SILENT);
    requireNonNull(host).close();
    requireNonNull(database).close();
  }

  private static DatabaseEndpoint project() {
    return requireNonNull(project);
  }

  private LoginRole make(boolean readOnly) throws SQLException {
    return roles.make(PROJECT, project(), SUPERUSER, readOnly);
  }

  private static Connection open(LoginRole role) throws SQLException {
    return new Login(role.role(), role.password(), "postgres").connect(project().port(), MINUTE);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String asked(String sql) throws SQLException {
    try (var connection = SUPERUSER.connect(project().port(), MINUTE)) {
      return ask(connection, sql);
    }
  }

  @Test
  void itsSessionsAreThoseOfTheRoleUsersHave() throws SQLException {
    // given
    var role = make(false);

    // when
    try (var connection = open(role)) {
      run(connection, "set session role postgres", "create table pushed (v int)");
      run(connection, "reset role");

      // then
      assertThat(ask(connection, "select current_user")).isEqualTo("postgres");
      assertThat(ask(connection, "show search_path")).isEqualTo("\"$user\", public, extensions");
      assertThatThrownBy(() -> run(connection, "set role supabase_admin"))
          .hasMessageContaining("permission denied");
    }
    assertThat(asked("select tableowner from pg_tables where tablename = 'pushed'"))
        .isEqualTo("postgres");
  }

  @Test
  void whoMayOnlyReadDoesNotWriteWhateverTheSessionSays() throws SQLException {
    // given
    try (var user = StackLogins.user(TestStacks.secrets()).connect(project().port(), MINUTE)) {
      run(user, "create table readable as select 42 as v");
    }

    // when
    try (var connection = open(make(true))) {
      // then
      assertThat(ask(connection, "select v from readable")).isEqualTo("42");
      run(connection, "set default_transaction_read_only = off");
      for (var sql : List.of("insert into readable values (1)", "create table public.no (v int)")) {
        assertThatThrownBy(() -> run(connection, sql)).hasMessageContaining("permission denied");
      }
      assertThatThrownBy(() -> run(connection, "set role postgres"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void itsPasswordOpensNothingOnceItsTimeIsOver() throws SQLException {
    // given
    clock.advance(LoginRoles.LIFETIME.plusSeconds(1).negated());

    // when
    var over = make(false);

    // then
    assertThatThrownBy(() -> open(over))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void whatIsOverIsRemovedAndItsSessionsEndButNotWhatItMade() throws SQLException {
    // given
    var over = make(false);
    var session = open(over);
    run(session, "set role none", "create table public.stays (v int)");
    clock.advance(LoginRoles.LIFETIME.plusSeconds(1));
    var fresh = make(false);

    // when
    try (var _ = removal(running())) {
      Eventually.until(() -> asked(count(over)).equals("0"));
    }

    // then
    assertThatThrownBy(() -> ask(session, "select 1")).isInstanceOf(SQLException.class);
    assertThat(asked("select tableowner from pg_tables where tablename = 'stays'"))
        .isEqualTo("postgres");
    assertThat(asked(count(fresh))).isEqualTo("1");
    assertThat(table.of(PROJECT)).extracting(LoginRoleTable.Row::role).contains(fresh.role());
    assertThat(table.of(PROJECT)).extracting(LoginRoleTable.Row::role).doesNotContain(over.role());
  }

  @Test
  void ofAProjectThatDoesNotRunItIsRemovedLater() throws SQLException {
    // given
    var over = make(false);
    clock.advance(LoginRoles.LIFETIME.plusSeconds(1));
    var ledger = running();
    ledger.append(
        PROJECT,
        Actor.system("test"),
        _ -> Optional.of(new StackEvent.StackPaused(clock.instant())));

    // when
    try (var _ = removal(ledger)) {
      Eventually.until(() -> table.ended(clock.instant()).isEmpty());
    }

    // then
    clock.advance(Duration.ofMinutes(10));
    assertThat(table.ended(clock.instant())).contains(new LoginRoleTable.Row(PROJECT, over.role()));
  }

  @Test
  void allOfAProjectAreRemovedOnRequest() throws SQLException {
    // given
    var one = make(false);
    var other = make(true);

    // when
    roles.removeAll(PROJECT, project(), SUPERUSER);

    // then
    assertThat(asked(count(one))).isEqualTo("0");
    assertThat(asked(count(other))).isEqualTo("0");
    assertThat(table.of(PROJECT)).isEmpty();
  }

  @Test
  void noStatisticsKeepItsVerifier() throws SQLException {
    // when
    make(false);

    // then
    assertThat(asked("select count(*) from extensions.pg_stat_statements where query ~ 'SCRAM'"))
        .isEqualTo("0");
  }

  private static String count(LoginRole role) {
    return "select count(*) from pg_roles where rolname = '%s'".formatted(role.role());
  }

  private MemoryStackLedger running() {
    var ledger = new MemoryStackLedger();
    ledger.put(
        StackRecord.accepted(
            PROJECT, TestStacks.ORGANIZATION, StackProfile.DATABASE, "process", Generation.FIRST));
    ledger.append(
        PROJECT,
        Actor.system("test"),
        _ -> Optional.of(new StackEvent.StackActivated(clock.instant(), List.of(), project())));
    return ledger;
  }

  private ExpiredLoginRoles removal(MemoryStackLedger ledger) {
    var vault = new MemoryStackVault();
    vault.openOrCreate(PROJECT, TestStacks.ORGANIZATION, Optional.empty());
    return new ExpiredLoginRoles(roles, table, ledger, vault, clock, Duration.ofMillis(20));
  }
}
