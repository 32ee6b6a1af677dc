package io.rickyard.bridge.jdbc;

import io.rickyard.bridge.stream.Interest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an interest covers now. Conditions that do not matter are left out, so that each query finds
 * its rows by an index, and ended tasks are looked up from the newest back in each organization.
 */
final class SnapshotQuery {

  private static final int NEWEST_ENDED = 50;

  private final Interest interest;
  private final Set<String> organizations;
  private final List<Object> values = new ArrayList<>();

  SnapshotQuery(Interest interest, Set<String> organizations) {
    this.interest = interest;
    this.organizations = organizations;
  }

  /** The live tasks and the newest ended ones, newest first, as a JSON array. */
  String tasks(Connection connection) throws SQLException {
    if ("stack".equals(interest.kind())) {
      return "[]";
    }
    values.clear();
    String wanted = project("t.project") + task();
    values.addAll(List.copyOf(values)); // both halves ask the same
    return text(
        connection,
        """
        with visible as (select unnest(?::text[]) as organization),
             shown as (
               select t.id, t.task from visible
                 join status.bridge_task t on t.organization = visible.organization
                where not t.ended%s
               union all
               (select ended.id, ended.task from visible cross join lateral (
                  select t.id, t.task from status.bridge_task t
                   where t.organization = visible.organization and t.ended%s
                   order by t.id desc limit %d) ended
                order by ended.id desc limit %d))
        select coalesce(jsonb_agg(task order by id desc), '[]')::text from shown\
        """
            .formatted(wanted, wanted, NEWEST_ENDED, NEWEST_ENDED));
  }

  /** The stacks that are not removed, as a JSON array. */
  String stacks(Connection connection) throws SQLException {
    if ("task".equals(interest.kind()) || interest.task() != null) {
      return "[]";
    }
    values.clear();
    String wanted = project("s.project");
    return text(
        connection,
        """
        select coalesce(jsonb_agg(s.stack order by s.project), '[]')::text
          from status.bridge_stack s
         where s.organization = any (?) and s.status <> 'REMOVED'%s\
        """
            .formatted(wanted));
  }

  private String project(String column) {
    if (interest.project() == null) {
      return "";
    }
    values.add(interest.project());
    return " and " + column + " = ?";
  }

  private String task() {
    if (interest.task() == null) {
      return "";
    }
    values.add(interest.task());
    return " and t.id = ?::uuid";
  }

  private String text(Connection connection, String sql) throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("text", organizations.toArray()));
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 2, values.get(i));
      }
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
