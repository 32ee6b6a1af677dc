package io.rickyard.worker.storm;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The worker's tables as they stand at one moment. Tasks are named by their numbers.
 *
 * @param tasks those that have not ended
 * @param ended those that have, and how: the code of their state
 * @param tombstones cancels that wait for their submit
 * @param ready what can be claimed
 * @param waiting who waits in a lane
 * @param later what is due at a time
 * @param running who has what
 * @param held who holds locks
 * @param lanes their holders, by key
 * @param deadlines when something is to be looked at
 * @param notices ends that handlers have yet to hear of, by task
 * @param orphans those alive and not asked to stop though their parent was cancelled
 * @param workers the workers' names and when they were last seen
 * @param tallies what the counts say, by scope
 * @param recounted what a count of all rows says, by scope
 * @param flows queues and organizations that have something ready, as the fair order has it
 * @param starts when attempts began, so far
 * @param rules the version of the rules
 * @param outbox how many commits wait to be published
 * @param now the database's time
 */
record Tables(
    Map<Integer, @Nullable String> tasks,
    Map<Integer, Integer> ended,
    Set<Integer> tombstones,
    Set<Integer> ready,
    List<Waiting> waiting,
    List<Later> later,
    List<Running> running,
    Map<Integer, Instant> held,
    Map<String, @Nullable Integer> lanes,
    List<Deadline> deadlines,
    Map<Integer, Notice> notices,
    Set<Integer> orphans,
    Map<String, Instant> workers,
    Map<String, Long> tallies,
    Map<String, Long> recounted,
    Set<String> flows,
    List<Started> starts,
    long rules,
    long outbox,
    Instant now) {

  /** A task that waits in a lane, perhaps for an earlier generation, and since when. */
  record Waiting(int task, String lane, boolean early, Instant since) {}

  /** A task that is due at a time, perhaps to join its lane. */
  record Later(int task, Instant dueAt, boolean joins) {}

  /** A task that a worker has, and when it is to be ended by force. */
  record Running(
      int task, long token, String worker, boolean undoing, @Nullable Instant cancelDeadline) {}

  /** Something to look at: 0 a wait, 1 a budget, 2 a lease. */
  record Deadline(int task, int kind, Instant at, boolean met) {}

  /** An end that a worker's handler has yet to hear of, and the lane that is held until then. */
  record Notice(@Nullable String lane, String worker) {}

  /** An attempt that began at a time. */
  record Started(int task, Instant at) {}

  private static final String RECOUNT =
      """
      select s.scope, count(*)
        from provisioner.running r
        join provisioner.task t on t.id = r.id
       cross join lateral (values
         ('queue:' || (array['critical', 'normal', 'batch'])[t.queue + 1]),
         ('organization:' || t.organization),
         ('type:' || t.type)) as s (scope)
       where r.ending is null
       group by s.scope
      """;

  private static final String ORPHANS =
      """
      select c.id from provisioner.child c
        join provisioner.ended e on e.id = c.parent and e.state = 6
        join provisioner.task t on t.id = c.id
       where not exists (select from provisioner.running r where r.id = c.id and r.cancel_deadline is not null)
      """;

  /** Reads all of them at one moment. */
  static Tables read(Connection superuser) throws SQLException {
    superuser.setAutoCommit(false);
    try (var statement = superuser.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
      return read(new Reader(superuser));
    } finally {
      superuser.rollback();
      superuser.setAutoCommit(true);
    }
  }

  private static Tables read(Reader reader) throws SQLException {
    Map<Integer, @Nullable String> tasks = new HashMap<>();
    reader.each("select id, lane from task", row -> tasks.put(task(row, 1), row.getString(2)));
    Map<Integer, Integer> ended = new HashMap<>();
    reader.each("select id, state from ended", row -> ended.put(task(row, 1), row.getInt(2)));
    List<Waiting> waiting = new ArrayList<>();
    reader.each(
        "select id, lane, place is null, arrived_at from waiting",
        row ->
            waiting.add(
                new Waiting(task(row, 1), row.getString(2), row.getBoolean(3), time(row, 4))));
    List<Later> later = new ArrayList<>();
    reader.each(
        "select id, due_at, joins from later",
        row -> later.add(new Later(task(row, 1), time(row, 2), row.getBoolean(3))));
    List<Running> running = new ArrayList<>();
    reader.each(
        "select id, token, worker, ending is not null, cancel_deadline from running",
        row ->
            running.add(
                new Running(
                    task(row, 1),
                    row.getLong(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getObject(5) == null ? null : time(row, 5))));
    Map<Integer, Instant> held = new HashMap<>();
    reader.each("select id, lease_until from held", row -> held.put(task(row, 1), time(row, 2)));
    Map<String, @Nullable Integer> lanes = new HashMap<>();
    reader.each(
        "select key, holder from lane",
        row -> lanes.put(row.getString(1), row.getObject(2) == null ? null : task(row, 2)));
    List<Deadline> deadlines = new ArrayList<>();
    reader.each(
        "select id, kind, at, met from deadline",
        row ->
            deadlines.add(
                new Deadline(task(row, 1), row.getInt(2), time(row, 3), row.getBoolean(4))));
    Map<Integer, Notice> notices = new HashMap<>();
    reader.each(
        "select id, lane, worker from end_notice",
        row -> notices.put(task(row, 1), new Notice(row.getString(2), row.getString(3))));
    Map<String, Instant> workers = new HashMap<>();
    reader.each(
        "select id, heartbeat_at from worker", row -> workers.put(row.getString(1), time(row, 2)));
    Set<String> flows = new HashSet<>();
    reader.each(
        "select queue, organization from flow",
        row -> flows.add(row.getInt(1) + " " + row.getString(2)));
    List<Started> starts = new ArrayList<>();
    reader.each(
        "select id, at from chronicle where what = 'CLAIMED' and not undoing",
        row -> starts.add(new Started(task(row, 1), time(row, 2))));
    return new Tables(
        tasks,
        ended,
        reader.numbers("select id from tombstone"),
        reader.numbers("select id from ready"),
        waiting,
        later,
        running,
        held,
        lanes,
        deadlines,
        notices,
        reader.numbers(ORPHANS),
        workers,
        reader.counts("select scope, running from tally"),
        reader.counts(RECOUNT),
        flows,
        starts,
        reader.number("select version from flow_rules"),
        reader.number("select count(*) from outbox"),
        reader.now());
  }

  private static int task(ResultSet row, int column) throws SQLException {
    return Chronicle.number(row.getObject(column, UUID.class));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** What is done with a row. */
  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private record Reader(Connection connection) {

    void each(String sql, Row what) throws SQLException {
      try (var select = connection.prepareStatement(sql);
          var rows = select.executeQuery()) {
        while (rows.next()) {
          what.take(rows);
        }
      }
    }

    Set<Integer> numbers(String sql) throws SQLException {
      Set<Integer> numbers = new HashSet<>();
      each(sql, row -> numbers.add(task(row, 1)));
      return numbers;
    }

    Map<String, Long> counts(String sql) throws SQLException {
      Map<String, Long> counts = new HashMap<>();
      each(sql, row -> counts.put(row.getString(1), row.getLong(2)));
      return counts;
    }

    long number(String sql) throws SQLException {
      Map<Boolean, Long> one = new HashMap<>();
      each(sql, row -> one.put(true, row.getLong(1)));
      return one.getOrDefault(true, 0L);
    }

    Instant now() throws SQLException {
      List<Instant> one = new ArrayList<>();
      each("select at from storm_clock", row -> one.add(time(row, 1)));
      return one.getFirst();
    }
  }
}
