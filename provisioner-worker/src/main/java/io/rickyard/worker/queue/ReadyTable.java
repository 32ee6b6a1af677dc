package io.rickyard.worker.queue;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What can be claimed now: within an organization the higher priority first, then as it came;
 * between organizations by turns, as {@link FairOrder} takes them. Every method needs the lock of
 * the queues concerned.
 */
public final class ReadyTable {

  private static final String PUT =
      """
      insert into ready (id, queue, organization, kind, priority, place, attempt, failures, losses, version, lines)
      select r.id, r.queue, r.organization, r.kind, r.priority,
             case when r.first = 1 then - nextval('ready_place') else nextval('ready_place') end,
             r.attempt, r.failures, r.losses, r.version, r.lines
        from unnest(?::uuid[], ?::smallint[], ?::text[], ?::smallint[], ?::smallint[], ?::smallint[],
                    ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[])
             as r (id, queue, organization, kind, priority, first, attempt, failures, losses, version, lines)
      """;

  private static final String OPEN_FLOWS =
      """
      insert into flow as f (queue, organization, turn, stride, kinds)
      select n.queue, n.organization, q.turn, coalesce(w.stride, 10000), array[n.kind]
        from unnest(?::smallint[], ?::text[], ?::smallint[]) as n (queue, organization, kind)
        join queue_turn q on q.queue = n.queue
        left join flow_weight w on w.organization = n.organization
       where not exists (
         select from flow g
          where g.queue = n.queue and g.organization = n.organization and g.kinds @> array[n.kind])
      on conflict (queue, organization) do update set kinds = f.kinds || excluded.kinds
      """;

  // Joins could begin with all lines that there are; offset 0 has each looked up by itself.
  private static final String CLOSE_FLOWS =
      """
      delete from flow where ctid = any (array(
        select f.ctid
          from unnest(?::smallint[], ?::text[]) as line (queue, organization)
         cross join lateral (
           select ctid from flow
            where queue = line.queue and organization = line.organization offset 0) f
         where not exists (
           select from ready r
            where r.queue = line.queue and r.organization = line.organization offset 0)))
      """;

  private ReadyTable() {}

  /**
   * A task that can be claimed.
   *
   * @param task which
   * @param standing how far it is
   * @param first whether it goes before all others of its organization: it ran, and made room
   */
  public record Ready(AcceptedTask task, Standing standing, boolean first) {

    /** One that takes its place behind those that came before. */
    public Ready(AcceptedTask task, Standing standing) {
      this(task, standing, false);
    }

    TaskQueue queue() {
      return task.queue();
    }
  }

  /** A line to which a task of a kind comes. */
  private record Opened(TaskQueue queue, OrganizationId organization, int kind) {}

  /** A line from which tasks went. */
  record Emptied(TaskQueue queue, OrganizationId organization) {}

  /** The queues of tasks that become ready. */
  public static Set<TaskQueue> queues(Collection<Ready> rows) {
    var queues = EnumSet.noneOf(TaskQueue.class);
    rows.forEach(row -> queues.add(row.queue()));
    return queues;
  }

  /** Puts tasks into their organization's line. */
  public static void put(Connection connection, Kinds kinds, List<Ready> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(PUT)) {
      insert.setArray(1, SqlArrays.ids(connection, rows, row -> row.task().id()));
      insert.setObject(2, SqlArrays.numbers(rows, row -> Codes.of(row.queue())));
      insert.setArray(
          3, SqlArrays.texts(connection, rows, row -> row.task().organization().value()));
      insert.setObject(4, SqlArrays.numbers(rows, row -> kinds.code(row.task().kind())));
      insert.setObject(5, SqlArrays.numbers(rows, row -> row.task().priority()));
      insert.setObject(6, SqlArrays.numbers(rows, row -> row.first() ? 1 : 0));
      insert.setObject(7, SqlArrays.numbers(rows, row -> row.standing().attempt()));
      insert.setObject(8, SqlArrays.numbers(rows, row -> row.standing().failures()));
      insert.setObject(9, SqlArrays.numbers(rows, row -> row.standing().losses()));
      insert.setObject(10, SqlArrays.numbers(rows, row -> row.standing().version()));
      insert.setObject(11, SqlArrays.numbers(rows, row -> row.standing().lines()));
      insert.executeUpdate();
    }
    open(connection, kinds, rows);
  }

  /** One statement per kind of a batch, so that none meets a line twice; mostly there is one. */
  private static void open(Connection connection, Kinds kinds, List<Ready> rows)
      throws SQLException {
    Map<Integer, Set<Opened>> byKind = new HashMap<>();
    for (Ready row : rows) {
      int kind = kinds.code(row.task().kind());
      byKind
          .computeIfAbsent(kind, _ -> new LinkedHashSet<>())
          .add(new Opened(row.queue(), row.task().organization(), kind));
    }
    try (var open = connection.prepareStatement(OPEN_FLOWS)) {
      for (Set<Opened> opened : byKind.values()) {
        open.setObject(1, SqlArrays.numbers(opened, line -> Codes.of(line.queue())));
        open.setArray(2, SqlArrays.texts(connection, opened, line -> line.organization().value()));
        open.setObject(3, SqlArrays.numbers(opened, Opened::kind));
        open.executeUpdate();
      }
    }
  }

  /** Takes out tasks that will not be claimed; those that were there come back, with how far. */
  public static Map<TaskId, Standing> remove(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Map<TaskId, Standing> removed = new HashMap<>();
    List<Emptied> emptied = new ArrayList<>();
    try (var delete =
        connection.prepareStatement(
            "delete from ready where id = any (?::uuid[]) returning id, organization, attempt, failures, losses, version, lines, queue")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          removed.put(new TaskId(rows.getObject(1, UUID.class)), standing(rows, 3));
          emptied.add(
              new Emptied(Codes.queue(rows.getInt(8)), new OrganizationId(rows.getString(2))));
        }
      }
    }
    close(connection, emptied);
    return removed;
  }

  /** Whether anything is left in a queue. */
  public static Set<TaskQueue> filled(Connection connection) throws SQLException {
    Set<TaskQueue> filled = EnumSet.noneOf(TaskQueue.class);
    try (PreparedStatement select =
            connection.prepareStatement(
                "select q.queue from queue_turn q where exists (select from flow f where f.queue = q.queue)");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        filled.add(Codes.queue(rows.getInt(1)));
      }
    }
    return filled;
  }

  /** Takes lines away in which nothing is left. */
  static void close(Connection connection, Collection<Emptied> emptied) throws SQLException {
    if (emptied.isEmpty()) {
      return;
    }
    try (var change = connection.prepareStatement(CLOSE_FLOWS)) {
      change.setObject(1, SqlArrays.numbers(emptied, line -> Codes.of(line.queue())));
      change.setArray(2, SqlArrays.texts(connection, emptied, line -> line.organization().value()));
      change.executeUpdate();
    }
  }

  static Standing standing(ResultSet row, int first) throws SQLException {
    return new Standing(
        row.getLong(first),
        row.getInt(first + 1),
        row.getInt(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4));
  }
}
