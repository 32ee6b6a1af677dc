package io.rickyard.bridge.jdbc;

import io.rickyard.bridge.stream.Change;
import io.rickyard.bridge.stream.Head;
import io.rickyard.bridge.stream.Interest;
import io.rickyard.bridge.stream.LogPosition;
import io.rickyard.bridge.stream.StatusLog;
import io.rickyard.bridge.stream.StatusUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the views hold as one transaction sees them. */
final class ViewsMoment implements StatusLog.Moment {

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

  private final Connection connection;

  ViewsMoment(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Head head() {
    try (var select = connection.prepareStatement(HEAD);
        var rows = select.executeQuery()) {
      rows.next();
      return new Head(
          new LogPosition(rows.getLong("epoch"), rows.getLong("sequence")), rows.getLong("oldest"));
    } catch (SQLException e) {
      throw new StatusUnavailable("The head of the event log cannot be read", e);
    }
  }

  @Override
  public List<Change> after(long sequence, int most) {
    try (var select = connection.prepareStatement(AFTER)) {
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
      throw new StatusUnavailable("The event log cannot be read after " + sequence, e);
    }
  }

  @Override
  public String snapshot(Interest interest, Set<String> organizations) {
    var query = new SnapshotQuery(interest, organizations);
    try {
      return "{" + query.tasks(connection) + ",\"stacks\":" + query.stacks(connection) + "}";
    } catch (SQLException e) {
      throw new StatusUnavailable("The snapshot cannot be read", e);
    }
  }

  @Override
  public Map<String, Set<String>> organizationsOf(Set<String> userIds) {
    var organizations = new HashMap<String, Set<String>>();
    userIds.forEach(user -> organizations.put(user, new HashSet<>()));
    try (var select = connection.prepareStatement(MEMBERSHIPS)) {
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
      throw new StatusUnavailable("The memberships cannot be read", e);
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
