package io.rickyard.worker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that planned its statements while nothing waited, and goes on when much does. */
@ExtendWith(Infrastructure.class)
class QueuePlansIT {

  private static final int SLOTS = 64;
  private static final int WAITING = 20_000;

  /** The driver prepares a statement at its fifth use, the server keeps a plan five uses later. */
  private static final int USES = 12;

  /** Per task: its row and its organization's, each found, changed and looked for again. */
  private static final int ROWS_PER_TASK = 20;

  private static final String FILL =
      """
      insert into ready (id, queue, organization, kind, attempt, failures, losses, version, lines)
      select gen_random_uuid(), 1, translate(lpad((n %% %d)::text, 20, '0'), '0123456789', 'abcdefghij'), 1, 0, 0, 0, 0, 0
        from generate_series(1, %d) n;
      insert into flow (queue, organization, turn, kinds)
      select distinct 1::smallint, organization, 0, '{1}'::smallint[] from ready
      """;

  private static final String ROWS_READ =
      """
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))
        from pg_stat_xact_user_tables where schemaname = 'provisioner'
      """;

  private Connection connection;

  @BeforeEach
  void open(TestDatabase database) throws SQLException {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    connection = database.dataSource("provisioner").getConnection();
    run(QueuePlans.SETTINGS);
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void aClaimReadsWhatItTakesHoweverManyWait(int organizations) throws SQLException {
    learn();
    run(FILL.formatted(organizations, WAITING));
    connection.commit();

    long before = rowsRead();
    assertThat(claim(SLOTS)).isEqualTo(SLOTS);
    assertThat(rowsRead() - before).isLessThan(SLOTS * ROWS_PER_TASK);
  }

  @Test
  void takingOutReadsWhatItTakes() throws SQLException {
    learn();
    run(FILL.formatted(WAITING / 2, WAITING));
    connection.commit();

    var chosen = some(SLOTS);
    long before = rowsRead();
    assertThat(ReadyTable.remove(connection, chosen)).hasSize(SLOTS);
    assertThat(rowsRead() - before).isLessThan(SLOTS * ROWS_PER_TASK);
  }

  private void learn() throws SQLException {
    run(FILL.formatted(1, 1));
    connection.commit();
    for (int i = 0; i < USES; i++) {
      assertThat(ReadyTable.remove(connection, some(1))).hasSize(1);
      connection.rollback();
      assertThat(claim(1)).isEqualTo(1);
      connection.rollback();
    }
    run("delete from ready; delete from flow");
    connection.commit();
  }

  private int claim(int most) throws SQLException {
    QueueLocks.take(connection, List.of(TaskQueue.NORMAL));
    return FairOrder.take(connection, TaskQueue.NORMAL, 1, most).size();
  }

  private List<TaskId> some(int most) throws SQLException {
    List<TaskId> ids = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from ready limit " + most)) {
      while (rows.next()) {
        ids.add(new TaskId(rows.getObject(1, UUID.class)));
      }
    }
    return ids;
  }

  private long rowsRead() throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(ROWS_READ)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
