package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.worker.task.CancelRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Requests to stop, as marks on running rows: anybody may set one, and whoever holds the row
 * follows and tells it.
 */
public final class CancelMarks {

  private CancelMarks() {}

  /** Asks whoever runs these tasks to stop; a sooner deadline takes the place of a later one. */
  public static void requestCancel(Connection connection, Map<TaskId, CancelRequest> requests)
      throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    var entries = List.copyOf(requests.entrySet());
    try (var update =
        connection.prepareStatement(
            """
            update running r
               set cancel_reason = coalesce(r.cancel_reason, c.reason),
                   cancel_deadline = least(r.cancel_deadline, c.deadline)
              from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as c (id, reason, deadline)
             where r.id = c.id
            """)) {
      update.setArray(1, SqlArrays.ids(connection, entries, Map.Entry::getKey));
      update.setArray(
          2, SqlArrays.texts(connection, entries, e -> Reasons.write(e.getValue().reason())));
      update.setArray(3, SqlArrays.times(connection, entries, e -> e.getValue().deadline()));
      update.executeUpdate();
    }
  }

  /** The requests to stop that a worker has to follow. */
  public static Map<TaskId, CancelRequest> cancelRequests(Connection connection, WorkerId worker)
      throws SQLException {
    Map<TaskId, CancelRequest> requests = new HashMap<>();
    try (var select =
        connection.prepareStatement(
            "select id, cancel_reason, cancel_deadline from running where worker = ? and cancel_deadline is not null")) {
      select.setString(1, worker.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          requests.put(
              new TaskId(rows.getObject(1, UUID.class)),
              new CancelRequest(
                  Reasons.read(rows.getString(2)),
                  rows.getObject(3, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return requests;
  }
}
