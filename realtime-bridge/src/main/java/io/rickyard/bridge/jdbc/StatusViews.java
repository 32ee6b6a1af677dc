package io.rickyard.bridge.jdbc;

import io.rickyard.bridge.stream.Change;
import io.rickyard.bridge.stream.Interest;
import io.rickyard.bridge.stream.LogPosition;
import io.rickyard.bridge.stream.Snapshot;
import io.rickyard.bridge.stream.StatusLog;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Reads the status tables through the views that the projector offers. */
@Singleton
public class StatusViews implements StatusLog {

  private static final int NEWEST_ENDED = 50;

  private static final String HEAD = "select epoch, sequence, oldest from status.bridge_head";

  private static final String AFTER =
      """
      select epoch, sequence, organization, project, task, kind, payload::text
        from status.bridge_event_log
       where sequence > ?
       order by sequence
       limit ?\
      """;

  private static final String MEMBERSHIPS =
      "select user_id, organization from status.bridge_membership where user_id = any (?)";

  /** What an interest covers, in both parts of the snapshot. */
  private static final String VISIBLE =
      """
      with visible as (
        select organization from status.bridge_membership
         where user_id = ? and (?::text is null or organization = ?))
      """;

  private static final String TASKS =
      VISIBLE
          + """
          , wanted as (
            select t.id, t.ended, t.task
              from status.bridge_task t
              join visible v on v.organization = t.organization
             where (?::text is null or t.project = ?)
               and (?::uuid is null or t.id = ?::uuid))
          select coalesce(jsonb_agg(task order by id desc), '[]')::text
            from (select id, task from wanted where not ended
                  union all
                  (select id, task from wanted where ended order by id desc limit ?)) shown\
          """;

  private static final String STACKS =
      VISIBLE
          + """
          select coalesce(jsonb_agg(s.stack order by s.project), '[]')::text
            from status.bridge_stack s
            join visible v on v.organization = s.organization
           where (?::text is null or s.project = ?)
             and s.status <> 'REMOVED'\
          """;

  private final DataSource database;

  StatusViews(DataSource database) {
    this.database = database;
  }

  @Override
  public LogPosition head() {
    try (var connection = database.getConnection()) {
      return head(connection);
    } catch (SQLException e) {
      throw new StatusUnavailable("The head of the event log could not be read", e);
    }
  }

  @Override
  public long oldest() {
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(HEAD);
        var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong("oldest");
    } catch (SQLException e) {
      throw new StatusUnavailable("The head of the event log could not be read", e);
    }
  }

  @Override
  public List<Change> after(long sequence, int most) {
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(AFTER)) {
      select.setLong(1, sequence);
      select.setInt(2, most);
      var changes = new ArrayList<Change>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          changes.add(change(rows));
        }
      }
      return changes;
    } catch (SQLException e) {
      throw new StatusUnavailable("The event log could not be read after " + sequence, e);
    }
  }

  @Override
  public Snapshot snapshot(Interest interest) {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        var position = head(connection);
        String tasks = "stack".equals(interest.kind()) ? "[]" : tasks(connection, interest);
        String stacks =
            "task".equals(interest.kind()) || interest.task() != null
                ? "[]"
                : stacks(connection, interest);
        connection.commit();
        return new Snapshot(position, "{\"tasks\":" + tasks + ",\"stacks\":" + stacks + "}");
      } finally {
        connection.rollback();
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new StatusUnavailable("The snapshot could not be read", e);
    }
  }

  @Override
  public Map<String, Set<String>> organizationsOf(Set<String> userIds) {
    var organizations = new HashMap<String, Set<String>>();
    userIds.forEach(user -> organizations.put(user, new HashSet<>()));
    if (userIds.isEmpty()) {
      return organizations;
    }
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(MEMBERSHIPS)) {
      select.setArray(1, connection.createArrayOf("text", userIds.toArray()));
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          organizations
              .computeIfAbsent(rows.getString("user_id"), _ -> new HashSet<>())
              .add(rows.getString("organization"));
        }
      }
      return organizations;
    } catch (SQLException e) {
      throw new StatusUnavailable("The memberships could not be read", e);
    }
  }

  private static String tasks(Connection connection, Interest interest) throws SQLException {
    try (var select = connection.prepareStatement(TASKS)) {
      int next = visible(select, interest);
      select.setString(next++, interest.project());
      select.setString(next++, interest.project());
      select.setString(next++, interest.task());
      select.setString(next++, interest.task());
      select.setInt(next, NEWEST_ENDED);
      return text(select);
    }
  }

  private static String stacks(Connection connection, Interest interest) throws SQLException {
    try (var select = connection.prepareStatement(STACKS)) {
      int next = visible(select, interest);
      select.setString(next++, interest.project());
      select.setString(next, interest.project());
      return text(select);
    }
  }

  private static int visible(PreparedStatement select, Interest interest) throws SQLException {
    select.setString(1, interest.userId());
    select.setString(2, interest.organization());
    select.setString(3, interest.organization());
    return 4;
  }

  private static String text(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static LogPosition head(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement(HEAD);
        var rows = select.executeQuery()) {
      rows.next();
      return new LogPosition(rows.getLong("epoch"), rows.getLong("sequence"));
    }
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        new LogPosition(row.getLong("epoch"), row.getLong("sequence")),
        row.getString("organization"),
        row.getString("project"),
        row.getString("task"),
        row.getString("kind"),
        row.getString("payload"));
  }
}
