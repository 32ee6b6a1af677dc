package io.rickyard.worker.queue;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which task is whose child. A row outlives its task, since grandchildren are found through it; it
 * goes when the ids of ended tasks are forgotten.
 */
public final class ChildTable {

  private static final String DESCENDANTS =
      """
      with recursive line (root, organization, id) as (
        select a.id, a.organization, c.id
          from unnest(?::uuid[], ?::text[]) as a (id, organization)
          join child c on c.parent = a.id and c.organization = a.organization
        union
        select l.root, l.organization, c.id
          from line l join child c on c.parent = l.id and c.organization = l.organization
      )
      select root, id from line
      """;

  private static final String ORPHANS =
      """
      select c.id
        from child c
        join ended e on e.id = c.parent and e.state = ?
        join task t on t.id = c.id
       where not exists (select from running r where r.id = c.id and r.cancel_deadline is not null)
       limit ?
      """;

  private ChildTable() {}

  /** Notes those of these tasks that name a parent. */
  public static void put(Connection connection, Collection<AcceptedTask> tasks)
      throws SQLException {
    var children = tasks.stream().filter(task -> task.submit().options().parent() != null).toList();
    if (children.isEmpty()) {
      return;
    }
    try (var insert =
        connection.prepareStatement(
            "insert into child (id, parent, organization) select * from unnest(?::uuid[], ?::uuid[], ?::text[])")) {
      insert.setArray(1, SqlArrays.ids(connection, children, AcceptedTask::id));
      insert.setArray(
          2,
          SqlArrays.texts(
              connection, children, task -> String.valueOf(task.submit().options().parent())));
      insert.setArray(
          3, SqlArrays.texts(connection, children, task -> task.organization().value()));
      insert.executeUpdate();
    }
  }

  /** Everything below these tasks, as far as it belongs to the same organization. */
  public static Map<TaskId, Set<TaskId>> descendants(
      Connection connection, Map<TaskId, OrganizationId> ancestors) throws SQLException {
    Map<TaskId, Set<TaskId>> descendants = new HashMap<>();
    if (ancestors.isEmpty()) {
      return descendants;
    }
    var entries = List.copyOf(ancestors.entrySet());
    try (var select = connection.prepareStatement(DESCENDANTS)) {
      select.setArray(1, SqlArrays.ids(connection, entries, Map.Entry::getKey));
      select.setArray(2, SqlArrays.texts(connection, entries, entry -> entry.getValue().value()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          descendants
              .computeIfAbsent(new TaskId(rows.getObject(1, UUID.class)), _ -> new HashSet<>())
              .add(new TaskId(rows.getObject(2, UUID.class)));
        }
      }
    }
    return descendants;
  }

  /** Up to so many tasks whose parent was cancelled while they were not asked to stop. */
  public static List<TaskId> orphans(Connection connection, int most) throws SQLException {
    List<TaskId> orphans = new ArrayList<>();
    try (var select = connection.prepareStatement(ORPHANS)) {
      select.setInt(1, Codes.of(TaskStatus.CANCELLED));
      select.setInt(2, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          orphans.add(new TaskId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return orphans;
  }

  /** Forgets children that old whose own task is over. */
  public static void forget(Connection connection, Duration age) throws SQLException {
    try (var delete =
        connection.prepareStatement(
            """
            delete from child c
             where c.taken_at < clock_timestamp() - make_interval(secs => ?)
               and not exists (select from task t where t.id = c.id)
            """)) {
      delete.setDouble(1, (double) age.toSeconds());
      delete.executeUpdate();
    }
  }
}
