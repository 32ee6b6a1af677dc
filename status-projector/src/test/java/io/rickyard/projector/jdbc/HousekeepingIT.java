package io.rickyard.projector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.TaskId;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.query.ReachedPositions;
import io.rickyard.projector.retention.Retention;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.SettableClock;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class HousekeepingIT {

  private static final LogEntry ENTRY =
      new LogEntry(LogEntry.Kind.STACK, "org", "project", null, List.of(), "{}");

  private final EventLog log = new EventLog();
  private final SettableClock clock = new SettableClock(Instant.now());
  private TestDatabase database;
  private Transactions transactions;
  private Housekeeping housekeeping;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    database.migrate("status", "io/rickyard/projector/changelog.xml");
    transactions = new Transactions(database.dataSource("status"));
    var fold = new BatchFold(new ParkedTable());
    var stacks = new StackTable();
    housekeeping =
        new Housekeeping(
            transactions,
            log,
            new StatusWriter(
                transactions,
                fold,
                new TaskTable(),
                new OrganizationTable(stacks),
                stacks,
                new Journal(log, new ReachedPositions())),
            new Retention(Duration.ofDays(30), Duration.ofDays(14), Duration.ofDays(2)),
            clock);
  }

  @Test
  void partitionsAreThereBeforeTheyAreNeeded() throws Exception {
    // when
    housekeeping.extend();

    // then
    assertThat(number("select max(ends) from status.event_log_partition")).isGreaterThan(1_000_000);
  }

  @Test
  void eventsAreKeptAsLongAsTheSettingSaysAndTheirBeginningIsKnown() throws Exception {
    // given
    append(5);
    execute("update status.event_log set at = now() - interval '3 days' where sequence <= 3");

    // when
    housekeeping.forget();

    // then
    assertThat(number("select min(sequence) from status.event_log")).isEqualTo(4);
    assertThat(number("select oldest from status.bridge_head")).isEqualTo(4);
    assertThat(number("select sequence from status.bridge_head")).isEqualTo(5);
  }

  @Test
  void forgettingEverythingLeavesTheHeadWhereItIs() throws Exception {
    // given
    append(3);
    clock.advance(Duration.ofDays(3));

    // when
    housekeeping.forget();

    // then
    assertThat(number("select count(*) from status.event_log")).isZero();
    assertThat(number("select oldest from status.event_head")).isEqualTo(4);
    append(1);
    assertThat(number("select max(sequence) from status.event_log")).isEqualTo(4);
  }

  @Test
  void partitionsThatAreWhollyForgottenAreDropped() throws Exception {
    // given
    append(1);
    execute("update status.event_head set sequence = 1000000, oldest = 1000000");
    append(1);

    // when
    housekeeping.forget();

    // then
    assertThat(number("select count(*) from status.event_log_partition")).isEqualTo(1);
    assertThat(number("select count(*) from status.event_log")).isEqualTo(1);
  }

  @Test
  void endedTasksAndTheirLinesGoAndLiveOnesStay() throws Exception {
    // given
    Instant old = clock.instant().minus(Duration.ofDays(40));
    String ended = idAt(old);
    String live = idAt(old.plusSeconds(1));
    String fresh = TaskId.next().toString();
    task(ended, "'" + old + "'");
    task(live, "null");
    task(fresh, "now()");
    execute("insert into status.task_attempt select id, 1, 1, '{}' from status.task");
    execute("insert into status.task_label select 'org', 'team', 'a', now(), id from status.task");
    execute("insert into status.task_log select id, 1, now(), 1, 'info', 'x' from status.task");

    // when
    housekeeping.forget();

    // then
    for (String table : List.of("task", "task_label", "task_attempt", "task_log")) {
      String id = table.equals("task") ? "id" : "task_id";
      assertThat(number("select count(*) from status." + table)).as(table).isEqualTo(2);
      assertThat(
              number(
                  "select count(*) from status." + table + " where " + id + " = '" + ended + "'"))
          .isZero();
    }
  }

  @Test
  void linesGoBeforeTheirTaskWhenTheirTimeIsShorter() throws Exception {
    // given
    String task = TaskId.next().toString();
    task(task, "null");
    execute(
        "insert into status.task_log select '"
            + task
            + "', n, now() - n * interval '1 day' + interval '1 hour', 1, 'info', 'x' from generate_series(1, 20) n");

    // when
    housekeeping.forget();

    // then
    assertThat(number("select max(number) from status.task_log")).isEqualTo(14);
  }

  @Test
  void stacksThatAreGoneAreForgottenAndOthersNot() throws Exception {
    // given
    for (String status : List.of("REMOVED", "INACTIVE")) {
      execute(
          "insert into status.stack values ('"
              + status.toLowerCase(java.util.Locale.ROOT)
              + "', 'org', 'x', '"
              + status
              + "', now() - interval '40 days', 1, '{}')");
    }

    // when
    housekeeping.forget();

    // then
    assertThat(number("select count(*) from status.stack where project = 'inactive'")).isEqualTo(1);
    assertThat(number("select count(*) from status.stack")).isEqualTo(1);
  }

  private static String idAt(Instant time) {
    return Housekeeping.firstIdAt(time).toString();
  }

  private void task(String id, String endedAt) throws SQLException {
    execute(
        "insert into status.task"
            + " (id, organization, type, queue, created_at, state, ended_at, attempt, version, body)"
            + " values ('"
            + id
            + "', 'org', 'platform.probe', 'normal', now(), 'queued', "
            + endedAt
            + ", 1, 1, '{}')");
  }

  private void append(int entries) {
    transactions.run(
        transaction -> log.append(transaction, java.util.Collections.nCopies(entries, ENTRY)));
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
