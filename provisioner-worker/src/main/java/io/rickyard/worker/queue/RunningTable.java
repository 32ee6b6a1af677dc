package io.rickyard.worker.queue;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.CancelRequest;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.Standing;
import io.rickyard.worker.task.TaskEnd;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What workers hold. A row changes and goes only for who shows the claim's token. */
public final class RunningTable {

  private static final String INSERT =
      """
      insert into running (id, worker, attempt, failures, losses, version, lines, told)
      select n.id, ?, n.attempt, n.failures, n.losses, n.version, n.lines, false
        from unnest(?::uuid[], ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[])
             as n (id, attempt, failures, losses, version, lines)
      returning id, token
      """;

  private static final String WIND_UP =
      """
      insert into running (id, worker, attempt, failures, losses, version, lines, told, ending, cancel_reason, cancel_deadline)
      select n.id, ?, n.attempt, n.failures, n.losses, n.version, n.lines, true, n.ending, n.reason, n.deadline
        from unnest(?::uuid[], ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[])
             as n (id, attempt, failures, losses, version, lines, ending, reason, deadline)
      returning id, token
      """;

  private static final String TELL =
      """
      update running r
         set version = t.version, lines = t.lines, told = true
        from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[]) as t (id, token, version, lines)
       where r.id = t.id and r.token = t.token
      returning r.id
      """;

  private static final String END =
      """
      with gone as (
        delete from running r
         using unnest(?::uuid[], ?::bigint[], ?::smallint[]) as e (id, token, state)
         where r.id = e.id and r.token = e.token
        returning r.id, e.state
      ), forgotten as (
        delete from task where id = any (array(select id from gone))
      )
      insert into ended (id, state) select id, state from gone returning id
      """;

  private static final String RELEASE =
      """
      delete from running r using unnest(?::uuid[], ?::bigint[]) as e (id, token)
       where r.id = e.id and r.token = e.token
      returning r.id, r.cancel_reason, r.cancel_deadline
      """;

  private RunningTable() {}

  /**
   * A task to be held.
   *
   * @param task which
   * @param standing how far it is, the attempt begun
   * @param keptSteps how many steps were finished before it was put back
   */
  public record Start(AcceptedTask task, Standing standing, int keptSteps) {

    /** Of a task that was never put back. */
    public Start(AcceptedTask task, Standing standing) {
      this(task, standing, 0);
    }
  }

  /**
   * What a worker shows to change a row.
   *
   * @param id which
   * @param token the claim's
   * @param standing how far it is now
   */
  public record Held(TaskId id, long token, Standing standing) {}

  /**
   * A task that its worker has let go of.
   *
   * @param id which
   * @param cancel the request to stop that stood on its row; it goes with it
   */
  public record Released(TaskId id, @Nullable CancelRequest cancel) {}

  /**
   * A row as it stands.
   *
   * @param id which
   * @param token the claim's
   * @param standing how far it is
   * @param told whether the attempt's start has been told
   * @param startedAt when it was claimed
   * @param cancel the request to stop
   * @param ending how it ends as soon as it has been undone
   */
  public record Row(
      TaskId id,
      long token,
      Standing standing,
      boolean told,
      Instant startedAt,
      @Nullable CancelRequest cancel,
      @Nullable TaskEnd ending) {}

  /**
   * A task that ends as soon as it has been undone.
   *
   * @param task which
   * @param standing how far it is; no new attempt
   * @param ending how it ends
   * @param deadline when it ends without waiting any longer, where somebody cancelled it
   */
  public record WindUp(
      AcceptedTask task, Standing standing, TaskEnd ending, @Nullable Instant deadline) {}

  /** Gives tasks to a worker; the claims in the order of the tasks. */
  public static List<Claim> insert(Connection connection, WorkerId worker, List<Start> starts)
      throws SQLException {
    if (starts.isEmpty()) {
      return List.of();
    }
    Map<TaskId, Long> tokens = new HashMap<>();
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, worker.value());
      insert.setArray(2, SqlArrays.ids(connection, starts, start -> start.task().id()));
      insert.setObject(3, SqlArrays.numbers(starts, start -> start.standing().attempt()));
      insert.setObject(4, SqlArrays.numbers(starts, start -> start.standing().failures()));
      insert.setObject(5, SqlArrays.numbers(starts, start -> start.standing().losses()));
      insert.setObject(6, SqlArrays.numbers(starts, start -> start.standing().version()));
      insert.setObject(7, SqlArrays.numbers(starts, start -> start.standing().lines()));
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          tokens.put(new TaskId(rows.getObject(1, UUID.class)), rows.getLong(2));
        }
      }
    }
    Map<TaskId, Instant> budgets = DeadlineTable.budgets(connection, starts);
    List<Claim> claims = new ArrayList<>();
    for (Start start : starts) {
      Long token = tokens.get(start.task().id());
      if (token == null) {
        throw new SQLException("No claim was made for task " + start.task().id());
      }
      claims.add(
          new Claim(
              start.task(),
              start.standing(),
              token,
              worker,
              budgets.get(start.task().id()),
              null,
              start.keptSteps()));
    }
    return claims;
  }

  /** Gives tasks to a worker only to undo and end them. */
  public static List<Claim> windUp(Connection connection, WorkerId worker, List<WindUp> tasks)
      throws SQLException {
    List<Claim> claims = new ArrayList<>();
    if (tasks.isEmpty()) {
      return claims;
    }
    Map<TaskId, WindUp> byId = new HashMap<>();
    tasks.forEach(task -> byId.put(task.task().id(), task));
    try (var insert = connection.prepareStatement(WIND_UP)) {
      insert.setString(1, worker.value());
      insert.setArray(2, SqlArrays.ids(connection, tasks, row -> row.task().id()));
      insert.setObject(3, SqlArrays.numbers(tasks, row -> row.standing().attempt()));
      insert.setObject(4, SqlArrays.numbers(tasks, row -> row.standing().failures()));
      insert.setObject(5, SqlArrays.numbers(tasks, row -> row.standing().losses()));
      insert.setObject(6, SqlArrays.numbers(tasks, row -> row.standing().version()));
      insert.setObject(7, SqlArrays.numbers(tasks, row -> row.standing().lines()));
      insert.setArray(8, SqlArrays.texts(connection, tasks, row -> Endings.write(row.ending())));
      insert.setArray(9, SqlArrays.texts(connection, tasks, RunningTable::reason));
      insert.setArray(
          10,
          SqlArrays.texts(
              connection, tasks, row -> row.deadline() == null ? null : row.deadline().toString()));
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          var row = Objects.requireNonNull(byId.get(new TaskId(rows.getObject(1, UUID.class))));
          claims.add(
              new Claim(
                  row.task(), row.standing(), rows.getLong(2), worker, null, row.ending(), 0));
        }
      }
    }
    return claims;
  }

  private static @Nullable String reason(WindUp row) {
    return row.deadline() != null && row.ending() instanceof TaskEnd.Cancelled cancelled
        ? Reasons.write(cancelled.reason())
        : null;
  }

  /** Notes what has been told of running tasks; the ids of those still held. */
  public static Set<TaskId> tell(Connection connection, List<Held> held) throws SQLException {
    if (held.isEmpty()) {
      return Set.of();
    }
    try (var update = connection.prepareStatement(TELL)) {
      update.setArray(1, SqlArrays.ids(connection, held, Held::id));
      update.setObject(2, SqlArrays.numbers(held, Held::token));
      update.setObject(3, SqlArrays.numbers(held, row -> row.standing().version()));
      update.setObject(4, SqlArrays.numbers(held, row -> row.standing().lines()));
      return idsOf(update);
    }
  }

  /** Ends tasks; the ids of those that were still held, the others were too late. */
  public static Set<TaskId> end(
      Connection connection, List<Held> held, Map<TaskId, TaskStatus> ends) throws SQLException {
    if (held.isEmpty()) {
      return Set.of();
    }
    List<TaskStatus> states = new ArrayList<>();
    for (Held row : held) {
      TaskStatus end = ends.get(row.id());
      if (end == null || !end.ended()) {
        throw new IllegalArgumentException("Task " + row.id() + " has no end");
      }
      states.add(end);
    }
    try (var delete = connection.prepareStatement(END)) {
      delete.setArray(1, SqlArrays.ids(connection, held, Held::id));
      delete.setObject(2, SqlArrays.numbers(held, Held::token));
      delete.setObject(3, SqlArrays.numbers(states, Codes::of));
      return idsOf(delete);
    }
  }

  /** Lets go of tasks that do not end yet; those that were still held. */
  public static List<Released> release(Connection connection, List<Held> held) throws SQLException {
    List<Released> released = new ArrayList<>();
    if (held.isEmpty()) {
      return released;
    }
    try (var delete = connection.prepareStatement(RELEASE)) {
      delete.setArray(1, SqlArrays.ids(connection, held, Held::id));
      delete.setObject(2, SqlArrays.numbers(held, Held::token));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          released.add(
              new Released(
                  new TaskId(rows.getObject(1, UUID.class)),
                  cancel(rows.getString(2), rows.getObject(3, OffsetDateTime.class))));
        }
      }
    }
    return released;
  }

  /** Locks those of these tasks that are running; to be done before the queues are locked. */
  public static Set<TaskId> lock(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select id from running where id = any (?::uuid[]) order by id for update")) {
      select.setArray(1, SqlArrays.ids(connection, ids));
      return idsOf(select);
    }
  }

  /** Up to so many tasks of a worker. */
  public static List<TaskId> idsHeldBy(Connection connection, WorkerId worker, int most)
      throws SQLException {
    List<TaskId> ids = new ArrayList<>();
    try (var select =
        connection.prepareStatement(
            "select id from running where worker = ? order by id limit ?")) {
      select.setString(1, worker.value());
      select.setInt(2, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(new TaskId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return ids;
  }

  /** Locks and reads those of these tasks that a worker still has. */
  public static List<Row> lockRows(Connection connection, WorkerId worker, Collection<TaskId> ids)
      throws SQLException {
    List<Row> held = new ArrayList<>();
    try (var select =
        connection.prepareStatement(
            """
            select id, token, attempt, failures, losses, version, lines, told, started_at, cancel_reason, cancel_deadline, ending
              from running where worker = ? and id = any (?::uuid[]) order by id for update
            """)) {
      select.setString(1, worker.value());
      select.setArray(2, SqlArrays.ids(connection, ids));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          held.add(
              new Row(
                  new TaskId(rows.getObject(1, UUID.class)),
                  rows.getLong(2),
                  ReadyTable.standing(rows, 3),
                  rows.getBoolean(8),
                  rows.getObject(9, OffsetDateTime.class).toInstant(),
                  cancel(rows.getString(10), rows.getObject(11, OffsetDateTime.class)),
                  Endings.readIfAny(rows.getString(12))));
        }
      }
    }
    return held;
  }

  private static @Nullable CancelRequest cancel(
      @Nullable String reason, @Nullable OffsetDateTime deadline) throws SQLException {
    if (reason == null || deadline == null) {
      return null;
    }
    Reason read = Reasons.read(reason);
    return new CancelRequest(read, deadline.toInstant());
  }

  private static Set<TaskId> idsOf(PreparedStatement statement) throws SQLException {
    Set<TaskId> ids = new HashSet<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(new TaskId(rows.getObject(1, UUID.class)));
      }
    }
    return ids;
  }
}
