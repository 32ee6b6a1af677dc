package io.rickyard.projector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.persistence.Transactions;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

@ExtendWith(Infrastructure.class)
class EventLogIT {

  private static final LogEntry ENTRY =
      new LogEntry(LogEntry.Kind.STACK, "org", "project", null, List.of("paused"), "{}");

  private TestDatabase database;
  private Transactions transactions;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    database.migrate("status", "io/rickyard/projector/changelog.xml");
    transactions = new Transactions(database.dataSource("status"));
  }

  @Test
  void readerWhoGoesOnFromTheLastSequenceMissesNothingWhileManyWrite() throws Exception {
    // given
    int writers = 4;
    int commits = 150;
    var go = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        var log = new EventLog();
        running.add(
            threads.submit(() -> {
              go.await();
              for (int i = 0; i < commits; i++) {
                int size = 1 + i % 3;
                transactions.run(transaction ->
                    log.append(transaction, java.util.Collections.nCopies(size, ENTRY)));
              }
              return null;
            }));
      }

      // when
      go.countDown();
      List<Long> seen = new ArrayList<>();
      try (Connection reader = database.superuser()) {
        long last = 0;
        while (!running.stream().allMatch(Future::isDone) || last < head(reader)) {
          for (long sequence : after(reader, last)) {
            seen.add(sequence);
            last = sequence;
          }
        }
      }
      for (Future<?> writer : running) {
        writer.get();
      }

      // then
      assertThat(seen).hasSize(writers * commits * 2);
      for (int i = 0; i < seen.size(); i++) {
        assertThat(seen.get(i)).isEqualTo(i + 1L);
      }
    }
  }

  @Test
  void rolledBackAppendLeavesNoGap() throws Exception {
    // given
    var log = new EventLog();

    // when
    try {
      transactions.run(transaction -> {
        log.append(transaction, List.of(ENTRY, ENTRY));
        throw new IllegalStateException("on purpose");
      });
    } catch (IllegalStateException _) {
      transactions.run(transaction -> log.append(transaction, List.of(ENTRY)));
    }

    // then
    assertThat(number("select string_agg(sequence::text, ',')::bigint from status.event_log"))
        .isEqualTo(1);
  }

  @Test
  void appendAcrossAPartitionsEndMakesTheNextOne() throws Exception {
    // given
    var log = new EventLog();
    execute("update status.event_head set sequence = 999998");

    // when
    transactions.run(transaction -> log.append(transaction, List.of(ENTRY, ENTRY, ENTRY)));

    // then
    assertThat(number("select count(*) from status.event_log_partition")).isEqualTo(2);
    assertThat(number("select max(sequence) from status.event_log")).isEqualTo(1_000_001);
  }

  @Test
  void eachCommitIsAnnouncedWithTheNewHead() throws Exception {
    // given
    try (Connection listener = database.superuser();
        Statement statement = listener.createStatement()) {
      statement.execute("listen rickyard_status");

      // when
      transactions.run(transaction -> new EventLog().append(transaction, List.of(ENTRY, ENTRY)));

      // then
      var told = listener.unwrap(PGConnection.class).getNotifications(5_000);
      assertThat(told).hasSize(1);
      assertThat(told[0].getParameter())
          .isEqualTo(number("select epoch from status.event_head") + "-2");
    }
  }

  @Test
  void bridgeSeesTheViewsAndNothingElse() throws Exception {
    // given
    transactions.run(transaction -> new EventLog().append(transaction, List.of(ENTRY)));

    // when
    try (Connection bridge = database.dataSource("realtime").getConnection();
        Statement statement = bridge.createStatement()) {
      // then
      try (ResultSet row = statement.executeQuery("select count(*) from status.bridge_event_log")) {
        row.next();
        assertThat(row.getLong(1)).isEqualTo(1);
      }
      for (String table : List.of("task", "stack", "event_log", "membership", "parked")) {
        assertThat(refused(statement, "select * from status." + table)).isTrue();
      }
      assertThat(refused(statement, "delete from status.bridge_event_log")).isTrue();
    }
  }

  private static boolean refused(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return false;
    } catch (SQLException e) {
      return "42501".equals(e.getSQLState());
    }
  }

  private static long head(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select sequence from status.event_head")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Long> after(Connection connection, long last) throws SQLException {
    List<Long> sequences = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select sequence from status.event_log where sequence > "
                    + last
                    + " order by sequence")) {
      while (rows.next()) {
        sequences.add(rows.getLong(1));
      }
    }
    return sequences;
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
