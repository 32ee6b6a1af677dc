package io.rickyard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.persistence.DatabaseRoles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class DatabaseRolesIT {

  private TestDatabase database;

  @BeforeEach
  void setUp(TestDatabase fresh) {
    database = fresh;
    database.migrate("org", "io/rickyard/persistence/outbox.sql");
    database.migrate("auth", "io/rickyard/persistence/outbox.sql");
  }

  @Test
  void aServiceUsesItsTablesAndNobodyElsesTables() throws SQLException {
    try (Connection org = database.dataSource("org").getConnection()) {
      // when
      execute(org, "insert into outbox (shard, messages) values (0, '')");

      // then
      assertRefused(org, "select * from auth.outbox", "42501");
      assertRefused(org, "create table org.more ()", "42501");
      assertRefused(org, "create table public.more ()", "42501");
      assertRefused(org, "create temporary table more ()", "42501");
      assertRefused(org, "drop table outbox", "42501");
      assertRefused(org, "truncate outbox", "42501");
      assertRefused(org, "set role rickyard_org_owner", "42501");
      assertRefused(org, "copy outbox to program 'true'", "42501");
    }
  }

  @Test
  void aSessionThatStandsStillWithinATransactionIsEnded() throws SQLException {
    try (Connection org = database.dataSource("org").getConnection();
        var statement = org.createStatement()) {
      // when
      var limit = statement.executeQuery("show idle_in_transaction_session_timeout");

      // then
      assertThat(limit.next()).isTrue();
      assertThat(limit.getString(1)).isEqualTo("10s");
    }
  }

  @Test
  void theMigratorOwnsNothingUntilItBecomesAnOwner() throws SQLException {
    try (Connection migrator =
        DriverManager.getConnection(
            database.url(), DatabaseRoles.MIGRATOR, TestDatabase.password("migrator"))) {
      // when, then
      assertRefused(migrator, "select * from org.outbox", "42501");
      execute(migrator, "set role rickyard_org_owner");
      execute(migrator, "alter table org.outbox add column note text");
    }
  }

  @Test
  void theWrongPasswordIsRefused() {
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                database.url(), DatabaseRoles.login("org"), "guessed-guessed-guessed"))
        .isInstanceOf(SQLException.class)
        .extracting("SQLState")
        .isEqualTo("28P01");
  }

  @Test
  void applyingThemAgainKeepsEverythingAndSetsNewSecrets() throws SQLException {
    // given
    try (Connection org = database.dataSource("org").getConnection()) {
      execute(org, "insert into outbox (shard, messages) values (0, '')");
    }
    Map<String, String> secrets =
        DatabaseRoles.SCHEMAS.stream()
            .collect(Collectors.toMap(s -> s, s -> "new-password-of-" + s));

    // when
    try (Connection superuser = database.superuser()) {
      new DatabaseRoles(secrets, "new-password-of-migrator").apply(superuser);
    }

    // then
    try (Connection org =
            DriverManager.getConnection(
                database.url(), DatabaseRoles.login("org"), "new-password-of-org");
        var statement = org.createStatement();
        var rows = statement.executeQuery("select count(*) from outbox")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
    } finally {
      restorePasswords();
    }
  }

  /** Roles belong to the server, which later tests share. */
  private void restorePasswords() throws SQLException {
    Map<String, String> secrets =
        DatabaseRoles.SCHEMAS.stream().collect(Collectors.toMap(s -> s, TestDatabase::password));
    try (Connection superuser = database.superuser()) {
      new DatabaseRoles(secrets, TestDatabase.password("migrator")).apply(superuser);
    }
  }

  private static void assertRefused(Connection connection, String sql, String state) {
    assertThatThrownBy(() -> execute(connection, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .extracting("SQLState")
        .isEqualTo(state);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
