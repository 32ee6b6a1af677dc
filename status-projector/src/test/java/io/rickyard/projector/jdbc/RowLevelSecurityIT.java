package io.rickyard.projector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.TaskId;
import io.rickyard.persistence.DatabaseUnavailable;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.query.Sight;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
class RowLevelSecurityIT {

  private Transactions transactions;

  @BeforeEach
  void prepare(TestDatabase database) throws SQLException {
    database.migrate("status", "io/rickyard/projector/changelog.xml");
    transactions = new Transactions(database.dataSource("status"));
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement()) {
      for (String organization : List.of("one", "other")) {
        var task = TaskId.next();
        statement.execute(
            ("insert into status.task (id, organization, type, queue, created_at, state, attempt, version, body)"
                    + " values ('%s', '%s', 'platform.probe', 'normal', now(), 'queued', 0, 0, '{}')")
                .formatted(task, organization));
        statement.execute(
            "insert into status.task_attempt values ('%s', 1, 1, '{}')".formatted(task));
        statement.execute(
            "insert into status.task_log values ('%s', 1, now(), 1, 'info', 'line')"
                .formatted(task));
        statement.execute(
            "insert into status.stack values ('p-%s', '%s', 'x', 'INACTIVE', now(), 0, '{}')"
                .formatted(organization, organization));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "stack", "task_attempt", "task_log"})
  void queryThatForgetsItsWhereSeesOnlyWhatWasSaid(String table) {
    assertThat(count(table, _ -> {})).isZero();
    assertThat(count(table, connection -> Sight.of(connection, List.of()))).isZero();
    assertThat(count(table, connection -> Sight.of(connection, List.of("one")))).isEqualTo(1);
    assertThat(count(table, connection -> Sight.of(connection, List.of("one", "other"))))
        .isEqualTo(2);
    assertThat(count(table, Sight::everything)).isEqualTo(2);
  }

  @Test
  void sightEndsWithItsTransaction() {
    // given
    count("task", Sight::everything);

    // then
    for (int i = 0; i < 10; i++) {
      assertThat(count("task", _ -> {})).isZero();
    }
  }

  @Test
  void nobodyWritesForAnOrganizationThatWasNotSaid() {
    assertThatThrownBy(() ->
            transactions.run(transaction -> {
              Sight.of(transaction.connection(), List.of("one"));
              try (Statement statement = transaction.connection().createStatement()) {
                statement.execute(
                    "insert into stack values ('p-new', 'other', 'x', 'INACTIVE', now(), 0, '{}')");
              }
            }))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("42501");
  }

  private interface Say {
    void say(Connection connection) throws SQLException;
  }

  private long count(String table, Say whose) {
    return transactions.call(transaction -> {
      whose.say(transaction.connection());
      try (Statement statement = transaction.connection().createStatement();
          ResultSet row = statement.executeQuery("select count(*) from " + table)) {
        row.next();
        return row.getLong(1);
      }
    });
  }
}
