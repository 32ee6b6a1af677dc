package io.rickyard.worker.queue;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.TaskState;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks as they were asked for, and, over all tables, where each stands. */
public final class TaskTable {

  private static final String INSERT =
      """
      insert into task (id, queue, organization, lane, type, generation, message, concurrency)
      select * from unnest(?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::text[])
      """;

  private static final String STATES =
      """
      select known.id, t.id is not null, e.state, m.reason, n.id is not null, n.cancel_deadline is not null,
             coalesce(l.attempt, r.attempt), l.id is not null,
             h.id is not null, h.lease_until <= clock_timestamp()
        from unnest(?::uuid[]) as known (id)
        left join task t on t.id = known.id
        left join running n on n.id = t.id
        left join later l on l.id = t.id
        left join held h on h.id = t.id
        left join ready r on r.id = t.id
        left join ended e on e.id = known.id
        left join tombstone m on m.id = known.id
       where t.id is not null or e.id is not null or m.id is not null
      """;

  private static final String LOAD = "select id, message from task where id = any (?::uuid[])";

  private static final String LANES =
      "select distinct lane from task where id = any (?::uuid[]) and lane is not null";

  private TaskTable() {}

  /** Adds tasks that are not there yet. */
  public static void insert(Connection connection, List<AcceptedTask> tasks) throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setArray(1, SqlArrays.ids(connection, tasks, AcceptedTask::id));
      insert.setObject(2, SqlArrays.numbers(tasks, task -> Codes.of(task.queue())));
      insert.setArray(3, SqlArrays.texts(connection, tasks, task -> task.organization().value()));
      insert.setArray(4, SqlArrays.texts(connection, tasks, AcceptedTask::lane));
      insert.setArray(5, SqlArrays.texts(connection, tasks, task -> task.type().wireName()));
      insert.setArray(6, SqlArrays.longs(connection, tasks, TaskTable::generation));
      insert.setObject(7, SqlArrays.bytes(tasks, task -> ContractJson.write(task.command())));
      insert.setArray(8, SqlArrays.texts(connection, tasks, AcceptedTask::concurrencyKey));
      insert.executeUpdate();
    }
    ChildTable.put(connection, tasks);
  }

  private static @Nullable Long generation(AcceptedTask task) {
    var generation = task.command().generation();
    return generation == null ? null : generation.value();
  }

  /** Where these tasks stand; those that nobody has heard of are missing. */
  public static Map<TaskId, TaskState> states(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Map<TaskId, TaskState> states = new HashMap<>();
    try (var select = connection.prepareStatement(STATES)) {
      select.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          states.put(new TaskId(rows.getObject(1, UUID.class)), state(rows));
        }
      }
    }
    return states;
  }

  private static TaskState state(ResultSet row) throws SQLException {
    int ended = row.getInt(3);
    if (!row.wasNull()) {
      return new TaskState.Ended(Codes.status(ended));
    }
    if (!row.getBoolean(2)) {
      return new TaskState.Tombstone(Reasons.read(row.getString(4)));
    }
    if (row.getBoolean(5)) {
      return new TaskState.Running(row.getBoolean(6));
    }
    if (row.getBoolean(9)) {
      return new TaskState.Held(row.getBoolean(10));
    }
    if (row.getLong(7) > 0) {
      return new TaskState.Retrying();
    }
    return row.getBoolean(8) ? new TaskState.Scheduled() : new TaskState.Queued();
  }

  /** The tasks of these ids; those that have ended are missing. */
  public static Map<TaskId, AcceptedTask> load(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Map<TaskId, AcceptedTask> tasks = new HashMap<>();
    if (ids.isEmpty()) {
      return tasks;
    }
    try (var select = connection.prepareStatement(LOAD)) {
      select.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tasks.put(new TaskId(rows.getObject(1, UUID.class)), read(rows.getBytes(2)));
        }
      }
    }
    return tasks;
  }

  /** Reads a task from its stored command. */
  static AcceptedTask read(byte[] message) throws SQLException {
    try {
      Envelope<?> envelope = ContractJson.read(message);
      if (!(envelope.body() instanceof SubmitTask)) {
        throw new SQLException("A stored command is a " + envelope.type());
      }
      @SuppressWarnings("unchecked") // the body was looked at
      var command = (Envelope<SubmitTask>) envelope;
      return AcceptedTask.of(command);
    } catch (IOException e) {
      throw new SQLException("A stored command cannot be read", e);
    }
  }

  /** The lanes of these tasks. */
  public static List<String> lanes(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    try (var select = connection.prepareStatement(LANES)) {
      select.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = select.executeQuery()) {
        var lanes = new ArrayList<String>();
        while (rows.next()) {
          lanes.add(rows.getString(1));
        }
        return lanes;
      }
    }
  }

  /** Keeps cancels for the submits that they overtook. */
  public static void leaveTombstones(Connection connection, Map<TaskId, Reason> reasons)
      throws SQLException {
    if (reasons.isEmpty()) {
      return;
    }
    try (var insert =
        connection.prepareStatement(
            "insert into tombstone (id, reason) select * from unnest(?::uuid[], ?::text[]) on conflict do nothing")) {
      var entries = List.copyOf(reasons.entrySet());
      insert.setArray(1, SqlArrays.ids(connection, entries, Map.Entry::getKey));
      insert.setArray(2, SqlArrays.texts(connection, entries, e -> Reasons.write(e.getValue())));
      insert.executeUpdate();
    }
  }

  /** Drops tombstones whose submit has come. */
  public static void removeTombstones(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (var delete =
        connection.prepareStatement("delete from tombstone where id = any (?::uuid[])")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      delete.executeUpdate();
    }
  }

  /** Ends tasks that no worker has: their ids are kept, what was asked for is not. */
  public static void end(Connection connection, Map<TaskId, TaskStatus> ends) throws SQLException {
    if (ends.isEmpty()) {
      return;
    }
    var entries = List.copyOf(ends.entrySet());
    try (var end =
        connection.prepareStatement(
            """
            with gone as (delete from task where id = any (?::uuid[]))
            insert into ended (id, state) select * from unnest(?::uuid[], ?::smallint[])
            """)) {
      end.setArray(1, SqlArrays.ids(connection, ends.keySet()));
      end.setArray(2, SqlArrays.ids(connection, entries, Map.Entry::getKey));
      end.setObject(3, SqlArrays.numbers(entries, entry -> Codes.of(entry.getValue())));
      end.executeUpdate();
    }
  }

  /** Forgets at most so many ids that ended that long ago; the number forgotten. */
  public static int forget(Connection connection, Duration age, int most) throws SQLException {
    try (var delete =
        connection.prepareStatement(
            """
            delete from ended where ctid = any (array(
              select ctid from ended where ended_at < clock_timestamp() - make_interval(secs => ?) limit ?))
            """)) {
      delete.setDouble(1, (double) age.toSeconds());
      delete.setInt(2, most);
      return delete.executeUpdate();
    }
  }
}
