package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Standing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds locks. A row changes only while its lane is locked, and a lease is over by the
 * database's clock, whether or not anybody has acted on it yet.
 */
public final class HeldTable {

  private HeldTable() {}

  /**
   * A lock that is given.
   *
   * @param task who gets it
   * @param standing how far it is, its start told
   */
  public record Hold(AcceptedTask task, Standing standing) {}

  /** Gives locks; the ends of their leases. */
  public static Map<TaskId, Instant> put(Connection connection, List<Hold> holds)
      throws SQLException {
    Map<TaskId, Instant> ends = new HashMap<>();
    if (holds.isEmpty()) {
      return ends;
    }
    try (var insert =
        connection.prepareStatement(
            """
            insert into held (id, version, lease_until)
            select id, version, clock_timestamp() + make_interval(secs => seconds)
              from unnest(?::uuid[], ?::bigint[], ?::float8[]) as h (id, version, seconds)
            returning id, lease_until
            """)) {
      insert.setArray(1, SqlArrays.ids(connection, holds, hold -> hold.task().id()));
      insert.setObject(2, SqlArrays.numbers(holds, hold -> hold.standing().version()));
      insert.setArray(
          3,
          connection.createArrayOf(
              "float8",
              holds.stream()
                  .map(hold -> seconds(hold.task().lock().map(LockHold::lease).orElseThrow()))
                  .toArray()));
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          ends.put(new TaskId(rows.getObject(1, UUID.class)), time(rows, 2));
        }
      }
    }
    return ends;
  }

  /** Takes locks back; how far their holders had come. */
  public static Map<TaskId, Standing> remove(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Map<TaskId, Standing> standings = new HashMap<>();
    try (var delete =
        connection.prepareStatement(
            "delete from held where id = any (?::uuid[]) returning id, version")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          standings.put(
              new TaskId(rows.getObject(1, UUID.class)), new Standing(1, 0, 0, rows.getLong(2), 0));
        }
      }
    }
    return standings;
  }

  /** Lets a lease that has not ended last that long from now on; its new end. */
  public static Optional<Instant> renew(Connection connection, TaskId id, Duration lease)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update held set lease_until = clock_timestamp() + make_interval(secs => ?)
             where id = ? and lease_until > clock_timestamp()
            returning lease_until
            """)) {
      update.setDouble(1, seconds(lease));
      update.setObject(2, id.value());
      try (ResultSet rows = update.executeQuery()) {
        return rows.next() ? Optional.of(time(rows, 1)) : Optional.empty();
      }
    }
  }

  private static Double seconds(Duration lease) {
    return (double) lease.toMillis() / 1000;
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
