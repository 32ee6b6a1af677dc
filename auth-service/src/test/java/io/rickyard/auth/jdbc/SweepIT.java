package io.rickyard.auth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.persistence.Transactions;
import io.rickyard.service.InvalidSetting;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class SweepIT {

  @Test
  void deedsAreForgottenAfterTheirTimeAndNotBefore(TestDatabase database) throws SQLException {
    // given
    database.migrate("auth", "io/rickyard/auth/changelog.xml");
    arrange(database);
    var transactions = new Transactions(database.dataSource("auth"));

    // when
    new Sweep(transactions, Duration.ofDays(90), Clock.systemUTC()).run();

    // then
    assertThat(actions(database)).containsExactly("young");
  }

  @Test
  void serviceCannotWipeOutWhatWasDoneLately(TestDatabase database) throws SQLException {
    // given
    database.migrate("auth", "io/rickyard/auth/changelog.xml");
    arrange(database);

    // when
    try (var connection = database.dataSource("auth").getConnection();
        var statement = connection.createStatement()) {

      // then
      assertThatThrownBy(() -> statement.execute("select audit_forget(now(), 100)"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("delete from audit"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(actions(database)).containsExactly("old", "young");
  }

  @Test
  void retentionBelowTheTopicsIsRefused(TestDatabase database) {
    assertThatThrownBy(() ->
            new Sweep(
                new Transactions(database.dataSource("auth")),
                Duration.ofDays(7),
                Clock.systemUTC()))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.retention.audit");
  }

  private static void arrange(TestDatabase database) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into auth.audit
            (message_id, at, actor_kind, actor_id, action, target, outcome, correlation_id)
          values (gen_random_uuid(), now() - interval '91 days', 'system', 's', 'old', 't', 'done', 'c'),
                 (gen_random_uuid(), now() - interval '89 days', 'system', 's', 'young', 't', 'done', 'c')
          """);
    }
  }

  private static List<String> actions(TestDatabase database) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select action from auth.audit order by at")) {
      var actions = new ArrayList<String>();
      while (rows.next()) {
        actions.add(rows.getString(1));
      }
      return actions;
    }
  }
}
