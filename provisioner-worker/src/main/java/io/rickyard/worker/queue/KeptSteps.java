package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How many steps tasks keep that were put back; a column that goes with the task. */
public final class KeptSteps {

  private KeptSteps() {}

  /** Notes them; for tasks that are put back in the same transaction. */
  public static void save(Connection connection, Map<TaskId, Integer> kept) throws SQLException {
    if (kept.isEmpty()) {
      return;
    }
    var entries = List.copyOf(kept.entrySet());
    try (var update =
        connection.prepareStatement(
            "update task t set kept_steps = k.steps from unnest(?::uuid[], ?::int[]) as k (id, steps) where t.id = k.id")) {
      update.setArray(1, SqlArrays.ids(connection, entries, Map.Entry::getKey));
      update.setObject(2, SqlArrays.numbers(entries, Map.Entry::getValue));
      update.executeUpdate();
    }
  }

  /** Those of these tasks; the others keep none. */
  public static Map<TaskId, Integer> load(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Map<TaskId, Integer> kept = new HashMap<>();
    if (ids.isEmpty()) {
      return kept;
    }
    try (var select =
        connection.prepareStatement(
            "select id, kept_steps from task where id = any (?::uuid[]) and kept_steps > 0")) {
      select.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          kept.put(new TaskId(rows.getObject(1, UUID.class)), rows.getInt(2));
        }
      }
    }
    return kept;
  }
}
