package io.rickyard.projector.jdbc;

import io.rickyard.projector.jdbc.Projected.Change;
import io.rickyard.projector.task.TaskOrder;
import io.rickyard.projector.task.TaskView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code task_label}: labels never change, so they are written with the first sight. */
final class TaskLabels {

  private static final String SAVE =
      """
      insert into task_label (organization, key, value, created_at, task_id)
      select * from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::uuid[])
      on conflict do nothing
      """;

  private record Row(String organization, String key, String value, Instant createdAt, UUID task) {}

  private TaskLabels() {}

  /** Writes the labels of the tasks that are new. */
  static void save(Connection connection, List<Change<TaskView>> changes) throws SQLException {
    List<Row> labels = new ArrayList<>();
    for (var change : changes) {
      TaskOrder order = change.after().order();
      var organization = order.organization();
      if (change.before() == null && organization != null) {
        order
            .labels()
            .forEach((key, value) ->
                labels.add(
                    new Row(
                        organization.value(),
                        StoredJson.text(key),
                        StoredJson.text(value),
                        order.createdAt(),
                        order.id().value())));
      }
    }
    if (labels.isEmpty()) {
      return;
    }
    var rows = new Rows<>(labels);
    try (PreparedStatement insert = connection.prepareStatement(SAVE)) {
      insert.setArray(1, rows.text(connection, Row::organization));
      insert.setArray(2, rows.text(connection, Row::key));
      insert.setArray(3, rows.text(connection, Row::value));
      insert.setArray(4, rows.time(connection, Row::createdAt));
      insert.setArray(5, rows.uuid(connection, Row::task));
      insert.executeUpdate();
    }
  }
}
