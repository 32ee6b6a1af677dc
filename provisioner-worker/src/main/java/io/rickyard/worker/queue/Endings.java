package io.rickyard.worker.queue;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.worker.task.TaskEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends as they stand in a column. */
final class Endings {

  private Endings() {}

  private record Column(
      String kind,
      @Nullable Map<String, String> result,
      @Nullable TaskError error,
      @Nullable Reason reason,
      @Nullable TaskId by) {}

  static String write(TaskEnd end) {
    Column column =
        switch (end) {
          case TaskEnd.Succeeded done -> new Column("succeeded", done.result(), null, null, null);
          case TaskEnd.Failed failed -> new Column("failed", null, failed.error(), null, null);
          case TaskEnd.Cancelled cancelled ->
              new Column("cancelled", null, null, cancelled.reason(), null);
          case TaskEnd.Expired _ -> new Column("expired", null, null, null, null);
          case TaskEnd.Superseded superseded ->
              new Column("superseded", null, null, null, superseded.by());
        };
    try {
      return ContractJson.mapper().writeValueAsString(column);
    } catch (IOException e) {
      throw new UncheckedIOException("An end cannot be written", e);
    }
  }

  static @Nullable TaskEnd readIfAny(@Nullable String json) throws SQLException {
    return json == null ? null : read(json);
  }

  static TaskEnd read(String json) throws SQLException {
    try {
      Column column = ContractJson.mapper().readValue(json, Column.class);
      var error = column.error();
      var reason = column.reason();
      var by = column.by();
      if (error != null) {
        return new TaskEnd.Failed(error);
      } else if (reason != null) {
        return new TaskEnd.Cancelled(reason);
      } else if (by != null) {
        return new TaskEnd.Superseded(by);
      } else if (column.kind().equals("expired")) {
        return new TaskEnd.Expired();
      }
      var result = column.result();
      return new TaskEnd.Succeeded(result == null ? Map.of() : result);
    } catch (IOException e) {
      throw new SQLException("A stored end cannot be read", e);
    }
  }
}
