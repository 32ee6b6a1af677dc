package io.rickyard.bridge.jdbc;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What a task wrote, and whether it has ended, for those who may see it. */
@Singleton
public class TaskLogView {

  private static final int PAGE = 500;

  private static final String STATE =
      """
      select t.state, t.ended
        from status.bridge_task t
        join status.bridge_membership m on m.organization = t.organization
       where t.id = ? and m.user_id = ?\
      """;

  private static final String LINES =
      """
      select number,
             jsonb_build_object('number', number, 'at', at, 'attempt', attempt, 'level', level, 'text', text)::text
        from status.bridge_task_log
       where task_id = ? and number > ?
       order by number
       limit ?\
      """;

  private final DataSource database;

  TaskLogView(DataSource database) {
    this.database = database;
  }

  /**
   * One line.
   *
   * @param number its place
   * @param json the line as the API shows it
   */
  public record Line(long number, String json) {}

  /**
   * Where a task stands.
   *
   * @param state its state's name
   * @param ended whether that is its end
   */
  public record State(String state, boolean ended) {}

  /** Empty when there is no such task or this user may not know of it. */
  public Optional<State> state(UUID task, String userId) {
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(STATE)) {
      select.setObject(1, task);
      select.setString(2, userId);
      try (var rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new State(rows.getString("state"), rows.getBoolean("ended")))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StatusUnavailable("The state of task " + task + " could not be read", e);
    }
  }

  /** The next lines after a number. */
  public List<Line> after(UUID task, long number) {
    try (Connection connection = database.getConnection();
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
