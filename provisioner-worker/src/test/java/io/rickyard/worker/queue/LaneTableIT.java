package io.rickyard.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class LaneTableIT {

  private static final String ADD =
      """
      insert into lane (key, holder, generation, passed) values
        ('idle', null, 0, '{}'), ('waited', null, 0, '{}'),
        ('held', gen_random_uuid(), 0, '{}'), ('counted', null, 3, '{}'), ('gap', null, 0, '{2}')
      """;

  private DataSource source;

  @BeforeEach
  void open(TestDatabase database) throws SQLException {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    source = database.dataSource("provisioner");
    run(ADD);
    run("insert into waiting (id, lane, version) values (gen_random_uuid(), 'waited', 1)");
  }

  @Test
  void lanesThatAreAsTheyWereMadeAreForgotten() throws SQLException {
    try (var connection = source.getConnection()) {
      // when
      int found = LaneTable.forgetIdle(connection, 100);

      // then
      assertThat(found).isEqualTo(1);
      assertThat(lanes()).containsExactly("counted", "gap", "held", "waited");
    }
  }

  @Test
  void laneThatIsLockedIsLeftAlone() throws SQLException {
    try (var busy = begun();
        var connection = source.getConnection()) {
      // given
      LaneTable.lock(busy, List.of("idle"));

      // when
      int found = LaneTable.forgetIdle(connection, 100);

      // then
      assertThat(found).isZero();
      assertThat(lanes()).contains("idle");
      busy.rollback();
    }
  }

  @Test
  void whoWaitsForALaneThatIsForgottenMakesItAgain() throws Exception {
    try (var forgetting = begun();
        var coming = begun()) {
      // given
      LaneTable.lock(forgetting, List.of("idle"));
      var come = CompletableFuture.runAsync(() -> lock(coming));
      Eventually.within(Duration.ofSeconds(20)).until(this::somebodyWaits);

      // when
      LaneTable.forgetIdle(forgetting, 100);
      forgetting.commit();
      come.get();

      // then
      try (var other = source.getConnection()) {
        assertThat(LaneTable.forgetIdle(other, 100)).isZero();
      }
      coming.commit();
      assertThat(lanes()).contains("idle");
    }
  }

  private static void lock(Connection connection) {
    try {
      LaneTable.lock(connection, List.of("idle"));
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private boolean somebodyWaits() throws SQLException {
    return !texts("select mode from pg_locks where not granted").isEmpty();
  }

  private List<String> lanes() throws SQLException {
    return texts("select key from lane order by key");
  }

  private Connection begun() throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private void run(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> texts(String sql) throws SQLException {
    var texts = new ArrayList<String>();
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
