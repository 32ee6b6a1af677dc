package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import io.rickyard.worker.task.Standing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is due at a time, by the database's clock. */
public final class LaterTable {

  private static final String PUT =
      """
      insert into later (id, due_at, attempt, failures, losses, version, lines)
      select * from unnest(?::uuid[], ?::timestamptz[], ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[])
      """;

  private static final String TAKE_DUE =
      """
      delete from later where id in (
        select id from later where due_at <= clock_timestamp() and not joins order by due_at limit ? for update skip locked)
      returning id, due_at, attempt, failures, losses, version, lines
      """;

  private LaterTable() {}

  /**
   * A task that waits for its time.
   *
   * @param id which
   * @param dueAt when
   * @param standing how far it is
   */
  public record Later(TaskId id, Instant dueAt, Standing standing) {}

  /** Lets tasks wait. */
  public static void put(Connection connection, List<Later> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(PUT)) {
      insert.setArray(1, SqlArrays.ids(connection, rows, Later::id));
      insert.setArray(2, SqlArrays.times(connection, rows, Later::dueAt));
      insert.setObject(3, SqlArrays.numbers(rows, row -> row.standing().attempt()));
      insert.setObject(4, SqlArrays.numbers(rows, row -> row.standing().failures()));
      insert.setObject(5, SqlArrays.numbers(rows, row -> row.standing().losses()));
      insert.setObject(6, SqlArrays.numbers(rows, row -> row.standing().version()));
      insert.setObject(7, SqlArrays.numbers(rows, row -> row.standing().lines()));
      insert.executeUpdate();
    }
  }

  /** Takes out up to so many tasks whose time has come; another worker's share is left to it. */
  public static List<Later> takeDue(Connection connection, int most) throws SQLException {
    try (var delete = connection.prepareStatement(TAKE_DUE)) {
      delete.setInt(1, most);
      try (ResultSet rows = delete.executeQuery()) {
        return read(rows);
      }
    }
  }

  /** Takes out tasks that will not come due; those that were there come back. */
  public static List<Later> remove(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    try (var delete =
        connection.prepareStatement(
            "delete from later where id = any (?::uuid[]) returning id, due_at, attempt, failures, losses, version, lines")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = delete.executeQuery()) {
        return read(rows);
      }
    }
  }

  /** Lets tasks wait that join their lanes when their time has come. */
  public static void putJoining(Connection connection, List<Later> rows) throws SQLException {
    put(connection, rows);
    if (rows.isEmpty()) {
      return;
    }
    try (var update =
        connection.prepareStatement("update later set joins = true where id = any (?::uuid[])")) {
      update.setArray(1, SqlArrays.ids(connection, rows, Later::id));
      update.executeUpdate();
    }
  }

  /** Up to so many tasks whose time has come to join their lanes. */
  public static List<TaskId> joining(Connection connection, int most) throws SQLException {
    List<TaskId> ids = new ArrayList<>();
    try (var select =
        connection.prepareStatement(
            "select id from later where joins and due_at <= clock_timestamp() order by due_at, id limit ?")) {
      select.setInt(1, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(new TaskId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return ids;
  }

  /** When the next one joins its lane. */
  public static Optional<Instant> nextJoining(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("select min(due_at) from later where joins");
        ResultSet row = select.executeQuery()) {
      @Nullable OffsetDateTime next = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
      return Optional.ofNullable(next).map(OffsetDateTime::toInstant);
    }
  }

  /** Whether something is due. */
  public static boolean isDue(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement(
                "select exists (select from later where due_at <= clock_timestamp() and not joins)");
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** When the next one is due. */
  public static Optional<Instant> next(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("select min(due_at) from later where not joins");
        ResultSet row = select.executeQuery()) {
      @Nullable OffsetDateTime next = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
      return Optional.ofNullable(next).map(OffsetDateTime::toInstant);
    }
  }

  private static List<Later> read(ResultSet rows) throws SQLException {
    List<Later> read = new ArrayList<>();
    while (rows.next()) {
      read.add(
          new Later(
              new TaskId(rows.getObject(1, UUID.class)),
              rows.getObject(2, OffsetDateTime.class).toInstant(),
              ReadyTable.standing(rows, 3)));
    }
    return read;
  }
}
