package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.TaskEnd;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends that a handler has yet to hear of, and lanes that are held until then. */
public final class NoticeTable {

  private NoticeTable() {}

  /**
   * An end to be heard.
   *
   * @param task which
   * @param attempt the last attempt, 0 when it never ran
   * @param token that attempt's claim
   * @param end how it ended
   * @param lane the lane to let go of afterwards
   */
  public record Notice(
      AcceptedTask task, long attempt, long token, TaskEnd end, @Nullable String lane) {}

  /** Writes notices down for a worker. */
  public static void put(Connection connection, WorkerId worker, List<Notice> notices)
      throws SQLException {
    if (notices.isEmpty()) {
      return;
    }
    try (var insert =
        connection.prepareStatement(
            """
            insert into end_notice (worker, id, lane, attempt, token, message, ending)
            select ?, * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[], ?::text[])
            """)) {
      insert.setString(1, worker.value());
      insert.setArray(2, SqlArrays.ids(connection, notices, notice -> notice.task().id()));
      insert.setArray(3, SqlArrays.texts(connection, notices, Notice::lane));
      insert.setObject(4, SqlArrays.numbers(notices, Notice::attempt));
      insert.setObject(5, SqlArrays.numbers(notices, Notice::token));
      insert.setObject(
          6, SqlArrays.bytes(notices, notice -> ContractJson.write(notice.task().command())));
      insert.setArray(
          7, SqlArrays.texts(connection, notices, notice -> Endings.write(notice.end())));
      insert.executeUpdate();
    }
  }

  /** Crosses out what has been heard; the tasks whose notice was there. */
  public static Set<TaskId> remove(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Set<TaskId> removed = new HashSet<>();
    if (ids.isEmpty()) {
      return removed;
    }
    try (var delete =
        connection.prepareStatement(
            "delete from end_notice where id = any (?::uuid[]) returning id")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          removed.add(new TaskId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return removed;
  }

  /** What a worker has to let its handlers hear. */
  public static List<Notice> of(Connection connection, WorkerId worker) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select id, message, attempt, token, ending, lane from end_notice where worker = ?")) {
      select.setString(1, worker.value());
      try (ResultSet rows = select.executeQuery()) {
        return read(rows);
      }
    }
  }

  /** Hands the notices of a worker that is gone to another one. */
  public static List<Notice> takeOver(Connection connection, WorkerId gone, WorkerId heir)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "update end_notice set worker = ? where worker = ? returning id, message, attempt, token, ending, lane")) {
      update.setString(1, heir.value());
      update.setString(2, gone.value());
      try (ResultSet rows = update.executeQuery()) {
        return read(rows);
      }
    }
  }

  private static List<Notice> read(ResultSet rows) throws SQLException {
    List<Notice> notices = new ArrayList<>();
    while (rows.next()) {
      var task = TaskTable.read(rows.getBytes(2));
      if (!task.id().value().equals(rows.getObject(1, UUID.class))) {
        throw new SQLException("A notice holds another task's command");
      }
      notices.add(
          new Notice(
              task,
              rows.getLong(3),
              rows.getLong(4),
              Endings.read(rows.getString(5)),
              rows.getString(6)));
    }
    return notices;
  }
}
