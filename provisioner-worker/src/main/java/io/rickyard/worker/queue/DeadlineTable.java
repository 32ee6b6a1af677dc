package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import io.rickyard.worker.queue.RunningTable.Start;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * When tasks have to be looked at that asked for it. Tasks that ask for no deadline have no row,
 * and every method that is on their way costs them nothing.
 */
public final class DeadlineTable {

  private DeadlineTable() {}

  /** What is over at a deadline. */
  public enum Kind {
    /** The wait for the first attempt. */
    WAIT,
    /** The time over all attempts. */
    BUDGET,
    /** The lease of a lock. */
    LEASE;

    static Kind of(int code) throws SQLException {
      return switch (code) {
        case 0 -> WAIT;
        case 1 -> BUDGET;
        case 2 -> LEASE;
        default -> throw new SQLException("No deadline has the code " + code);
      };
    }

    int code() {
      return switch (this) {
        case WAIT -> 0;
        case BUDGET -> 1;
        case LEASE -> 2;
      };
    }
  }

  /**
   * A deadline.
   *
   * @param id whose
   * @param kind what is over then
   * @param at when
   */
  public record Deadline(TaskId id, Kind kind, Instant at) {}

  /** Sets deadlines; one that is there is moved. */
  public static void put(Connection connection, List<Deadline> deadlines) throws SQLException {
    if (deadlines.isEmpty()) {
      return;
    }
    try (var insert =
        connection.prepareStatement(
            """
            insert into deadline (id, kind, at) select * from unnest(?::uuid[], ?::smallint[], ?::timestamptz[])
            on conflict (id, kind) do update set at = excluded.at, met = false
            """)) {
      insert.setArray(1, SqlArrays.ids(connection, deadlines, Deadline::id));
      insert.setObject(2, SqlArrays.numbers(deadlines, row -> row.kind().code()));
      insert.setArray(3, SqlArrays.times(connection, deadlines, Deadline::at));
      insert.executeUpdate();
    }
  }

  /** The ends of the budgets of these starts; the first start of each task sets its own. */
  static Map<TaskId, Instant> budgets(Connection connection, List<Start> starts)
      throws SQLException {
    var limited =
        starts.stream().filter(start -> start.task().submit().options().budget() != null).toList();
    Map<TaskId, Instant> ends = new HashMap<>();
    if (limited.isEmpty()) {
      return ends;
    }
    try (var insert =
        connection.prepareStatement(
            """
            insert into deadline as d (id, kind, at)
            select id, 1, clock_timestamp() + make_interval(secs => seconds)
              from unnest(?::uuid[], ?::float8[]) as b (id, seconds)
            on conflict (id, kind) do update set at = d.at
            returning id, at
            """)) {
      insert.setArray(1, SqlArrays.ids(connection, limited, start -> start.task().id()));
      insert.setArray(
          2,
          connection.createArrayOf(
              "float8", limited.stream().map(start -> seconds(start.task())).toArray()));
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          ends.put(
              new TaskId(rows.getObject(1, UUID.class)),
              rows.getObject(2, OffsetDateTime.class).toInstant());
        }
      }
    }
    return ends;
  }

  private static double seconds(AcceptedTask task) {
    Duration budget = Objects.requireNonNull(task.submit().options().budget());
    return (double) budget.toMillis() / 1000;
  }

  /** Up to so many deadlines that have passed, the oldest first. */
  public static List<Deadline> due(Connection connection, int most) throws SQLException {
    List<Deadline> due = new ArrayList<>();
    try (var select =
        connection.prepareStatement(
            "select id, kind, at from deadline where not met and at <= clock_timestamp() order by at limit ?")) {
      select.setInt(1, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          due.add(
              new Deadline(
                  new TaskId(rows.getObject(1, UUID.class)),
                  Kind.of(rows.getInt(2)),
                  rows.getObject(3, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return due;
  }

  /** When the next one passes. */
  public static Optional<Instant> next(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement(
                "select at from deadline where not met order by at limit 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? Optional.of(rows.getObject(1, OffsetDateTime.class).toInstant())
          : Optional.empty();
    }
  }

  /**
   * Crosses out deadlines that were met, unless somebody moved them meanwhile. Budgets stay for
   * later attempts to read.
   */
  public static void met(Connection connection, List<Deadline> deadlines) throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update deadline d set met = true
              from unnest(?::uuid[], ?::smallint[]) as m (id, kind)
             where d.id = m.id and d.kind = m.kind and d.at <= clock_timestamp()
            """)) {
      update.setArray(1, SqlArrays.ids(connection, deadlines, Deadline::id));
      update.setObject(2, SqlArrays.numbers(deadlines, row -> row.kind().code()));
      update.executeUpdate();
    }
  }

  /** Drops the deadlines of tasks that have ended. */
  public static void forget(Connection connection, Collection<AcceptedTask> ended)
      throws SQLException {
    var timed = ended.stream().filter(AcceptedTask::hasDeadlines).toList();
    if (timed.isEmpty()) {
      return;
    }
    try (var delete =
        connection.prepareStatement("delete from deadline where id = any (?::uuid[])")) {
      delete.setArray(1, SqlArrays.ids(connection, timed, AcceptedTask::id));
      delete.executeUpdate();
    }
  }
}
