package io.rickyard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When Liquibase is asked, and when the schema's mark is enough. That it was asked shows in what it
 * never overlooks: a checksum in its table that is not the file's.
 */
class SchemaMigrationIT {

  private static final String FIRST = "io/rickyard/service/first.xml";
  private static final String BOTH = "io/rickyard/service/both.xml";

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.create();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void changelogThatStandsIsNotGoneThroughAgain() throws SQLException {
    // given
    migrate(FIRST);
    tamper("update realtime.databasechangelog set md5sum = '9:0'");

    // when
    migrate(FIRST);

    // then
    assertThat(tables()).containsExactly("sample");
  }

  @Test
  void changelogWithMoreInItIsApplied() throws SQLException {
    // given
    migrate(FIRST);

    // when
    migrate(BOTH);

    // then
    assertThat(tables()).containsExactly("another", "sample");
  }

  @Test
  void changelogOfAnEarlierVersionIsCheckedByLiquibase() throws SQLException {
    // given
    migrate(BOTH);
    tamper("update realtime.databasechangelog set md5sum = '9:0'");

    // when
    assertThatThrownBy(() -> migrate(FIRST))
        // then
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("realtime")
        .hasStackTraceContaining("but is now");
  }

  @Test
  void changeSetTakenOutOfTheHistoryRunsAgain() throws SQLException {
    // given
    migrate(BOTH);
    tamper(
        "drop table realtime.another",
        "delete from realtime.databasechangelog where id = 'sample-2'");

    // when
    migrate(BOTH);

    // then
    assertThat(tables()).containsExactly("another", "sample");
  }

  private void migrate(String changelog) {
    var settings = database.settings("realtime");
    new SchemaMigration(
            DatabaseSettings.read(key -> String.valueOf(settings.get(key))),
            new SchemaDefinition("realtime", changelog))
        .run();
  }

  private void tamper(String... statements) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Those that the changelogs made, without Liquibase's own. */
  private List<String> tables() throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select tablename from pg_tables where schemaname = 'realtime'"
                    + " and tablename not like 'databasechangelog%' order by 1")) {
      var names = new ArrayList<String>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return List.copyOf(names);
    }
  }
}
