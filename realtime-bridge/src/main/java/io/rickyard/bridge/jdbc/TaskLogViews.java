package io.rickyard.bridge.jdbc;

import io.rickyard.bridge.stream.StatusUnavailable;
import io.rickyard.bridge.tasklog.TaskLogs;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads task logs through the views that the projector offers. */
@Singleton
final class TaskLogViews implements TaskLogs {

  private static final int PAGE = 500;

  private static final String STATE =
      """
      select t.state, t.ended,
             t.ended and (t.task ->> 'ended_at')::timestamptz < now() - interval '10 seconds'
               as settled
        from status.bridge_task t
        join status.bridge_membership m on m.organization = t.organization
       where t.id = ? and m.user_id = ?\
      """;

  private static final String LINES =
      """
      select number,
             jsonb_build_object('number', number, 'at', to_char(at at time zone 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'attempt', attempt, 'level', level,
                                'text', text)::text
        from status.bridge_task_log
       where task_id = ? and number > ?
       order by number
       limit ?\
      """;

  private final DataSource database;

  TaskLogViews(DataSource database) {
    this.database = database;
  }

  @Override
  public Optional<State> state(UUID task, String userId) {
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(STATE)) {
      select.setObject(1, task);
      select.setString(2, userId);
      try (var rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new State(
                    rows.getString("state"), rows.getBoolean("ended"), rows.getBoolean("settled")))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StatusUnavailable("The state of task " + task + " could not be read", e);
    }
  }

  @Override
  public List<Line> after(UUID task, long number) {
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(LINES)) {
      select.setObject(1, task);
      select.setLong(2, number);
      select.setInt(3, PAGE);
      var lines = new ArrayList<Line>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          lines.add(new Line(rows.getLong(1), rows.getString(2)));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw new StatusUnavailable("The log of task " + task + " could not be read", e);
    }
  }
}
