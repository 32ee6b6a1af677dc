package io.rickyard.bridge.jdbc;

import io.rickyard.bridge.stream.Interest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an interest covers now, and no more of it than a client can take in: of each live state, and
 * of the ended tasks among the newest, only the newest. Each list is read from the newest back
 * along an index of each organization; conditions that do not matter are left out.
 */
final class SnapshotQuery {

  private static final List<String> LIVE = List.of("scheduled", "queued", "running", "retrying");
  private static final int NEWEST_OF_EACH_STATE = 500;
  private static final int NEWEST_ENDED = 50;
  private static final int LOOKED_AT_FOR_ENDED = 1_000;

  /** Statistics are from before a flood: PostgreSQL is left no other way, while this lasts. */
  private static final String BY_INDEX =
      """
      select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
             set_config('enable_sort', 'off', true)\
      """;

  private final Interest interest;
  private final Set<String> organizations;
  private final List<Object> values = new ArrayList<>();

  SnapshotQuery(Interest interest, Set<String> organizations) {
    this.interest = interest;
    this.organizations = organizations;
  }

  /**
   * {@code "tasks":[...],"more":...}: live tasks and ended ones, newest first, and whether there
   * are more live ones.
   */
  String tasks(Connection connection) throws SQLException {
    if ("stack".equals(interest.kind())) {
      return "\"tasks\":[],\"more\":false";
    }
    try (var statement = connection.createStatement()) {
      statement.execute(BY_INDEX);
    }
    values.clear();
    values.add(connection.createArrayOf("text", LIVE.toArray()));
    String wanted = project("t.project") + task();
    values.addAll(List.copyOf(values.subList(1, values.size()))); // both halves ask the same
    return text(
        connection,
        """
        with visible as (select unnest(?::text[]) as organization),
             live as (
               select newest.created_at, newest.id, newest.task,
                      row_number() over (partition by kept.state order by newest.created_at desc, newest.id desc)
                        as place
                 from visible cross join unnest(?::text[]) as kept (state) cross join lateral (
                   select t.created_at, t.id, t.task from status.bridge_task t
                    where t.organization = visible.organization and t.state = kept.state and not t.ended%1$s
                    order by t.created_at desc, t.id desc limit %2$d + 1) newest),
             ended as (
               select newest.created_at, newest.id, newest.task from visible cross join lateral (
                   select t.created_at, t.id, t.task, t.ended from status.bridge_task t
                    where t.organization = visible.organization%1$s
                    order by t.created_at desc, t.id desc limit %3$d) newest
                where newest.ended
                order by newest.created_at desc, newest.id desc limit %4$d),
             shown as (
               select created_at, id, task from live where place <= %2$d
                union all select created_at, id, task from ended)
        select '"tasks":' || coalesce(json_agg(task order by created_at desc, id desc), '[]')::text
                 || ',"more":' || exists (select from live where place > %2$d)
          from shown\
        """
            .formatted(wanted, NEWEST_OF_EACH_STATE, LOOKED_AT_FOR_ENDED, NEWEST_ENDED));
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
