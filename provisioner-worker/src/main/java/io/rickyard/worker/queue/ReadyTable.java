package io.rickyard.worker.queue;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.task.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What can be claimed now, and in which order: within an organization as it came, between
 * organizations by turns. Every method needs the lock of the queues concerned.
 *
 * <p>An organization's turn is the queue's at the time when it gets something ready, and goes up by
 * one with each task it is given; the lowest turn is served first. So nobody can be kept waiting by
 * another's flood, and nobody can save up turns by being idle.
 */
public final class ReadyTable {

  private static final String PUT =
      """
      insert into ready (id, queue, organization, attempt, failures, losses, version, lines)
      select * from unnest(?::uuid[], ?::smallint[], ?::text[], ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::bigint[])
      """;

  private static final String OPEN_FLOWS =
      """
      insert into flow (queue, organization, turn)
      select f.queue, f.organization, q.turn
        from (select distinct * from unnest(?::smallint[], ?::text[])) as f (queue, organization)
        join queue_turn q on q.queue = f.queue
      on conflict do nothing
      """;

  private static final String TAKE =
      """
      with head as (
        select organization, turn from flow where queue = ? order by turn limit ?
      ), candidate as (
        select r.id, h.organization, h.turn + row_number() over (partition by h.organization order by r.place) - 1 as turn
          from head h
         cross join lateral (
           select id, place from ready
            where queue = ? and organization = h.organization
            order by place
            limit ?::int * 2 / (select count(*) from head) + 1
         ) r
      ), chosen as (
        select id, turn from candidate order by turn, organization limit ?
      )
      delete from ready r using chosen c
       where r.id = c.id
      returning r.id, r.organization, r.attempt, r.failures, r.losses, r.version, r.lines, c.turn
      """;

  private static final String ADVANCE =
      """
      update flow f set turn = f.turn + served.tasks
        from unnest(?::text[]) with ordinality as o (organization, n)
        join unnest(?::bigint[]) with ordinality as served (tasks, n) using (n)
       where f.queue = ? and f.organization = o.organization
      """;

  private static final String CLOSE_FLOWS =
      """
      delete from flow f using unnest(?::smallint[], ?::text[]) as emptied (queue, organization)
       where f.queue = emptied.queue and f.organization = emptied.organization
         and not exists (
           select from ready r where r.queue = f.queue and r.organization = f.organization)
      """;

  private ReadyTable() {}

  /**
   * A task that can be claimed.
   *
   * @param id which
   * @param queue where
   * @param organization whose
   * @param standing how far it is
   */
  public record Ready(TaskId id, TaskQueue queue, OrganizationId organization, Standing standing) {}

  /** Puts tasks at the end of their organization's line. */
  public static void put(Connection connection, List<Ready> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(PUT)) {
      insert.setArray(1, SqlArrays.ids(connection, rows, Ready::id));
      insert.setObject(2, SqlArrays.numbers(rows, row -> Codes.of(row.queue())));
      insert.setArray(3, SqlArrays.texts(connection, rows, row -> row.organization().value()));
      insert.setObject(4, SqlArrays.numbers(rows, row -> row.standing().attempt()));
      insert.setObject(5, SqlArrays.numbers(rows, row -> row.standing().failures()));
      insert.setObject(6, SqlArrays.numbers(rows, row -> row.standing().losses()));
      insert.setObject(7, SqlArrays.numbers(rows, row -> row.standing().version()));
      insert.setObject(8, SqlArrays.numbers(rows, row -> row.standing().lines()));
      insert.executeUpdate();
    }
    flows(connection, OPEN_FLOWS, rows);
  }

  /** Takes up to so many tasks out of a queue, in its fair order. */
  public static List<Ready> take(Connection connection, TaskQueue queue, int most)
      throws SQLException {
    List<Ready> taken = new ArrayList<>();
    long reached = 0;
    try (var take = connection.prepareStatement(TAKE)) {
      take.setInt(1, Codes.of(queue));
      take.setInt(2, most);
      take.setInt(3, Codes.of(queue));
      take.setInt(4, most);
      take.setInt(5, most);
      try (ResultSet rows = take.executeQuery()) {
        while (rows.next()) {
          taken.add(
              new Ready(
                  new TaskId(rows.getObject(1, UUID.class)),
                  queue,
                  new OrganizationId(rows.getString(2)),
                  standing(rows, 3)));
          reached = Math.max(reached, rows.getLong(8));
        }
      }
    }
    if (!taken.isEmpty()) {
      advance(connection, queue, taken, reached);
    }
    return taken;
  }

  private static void advance(
      Connection connection, TaskQueue queue, List<Ready> taken, long reached) throws SQLException {
    var organizations = taken.stream().map(Ready::organization).distinct().toList();
    try (var advance = connection.prepareStatement(ADVANCE)) {
      advance.setArray(1, SqlArrays.texts(connection, organizations, OrganizationId::value));
      advance.setObject(
          2,
          SqlArrays.numbers(
              organizations,
              organization ->
                  taken.stream().filter(row -> row.organization().equals(organization)).count()));
      advance.setInt(3, Codes.of(queue));
      advance.executeUpdate();
    }
    try (var turn =
        connection.prepareStatement(
            "update queue_turn set turn = greatest(turn, ?) where queue = ?")) {
      turn.setLong(1, reached);
      turn.setInt(2, Codes.of(queue));
      turn.executeUpdate();
    }
    flows(connection, CLOSE_FLOWS, taken);
  }

  /** Takes out tasks that will not be claimed; those that were there come back. */
  public static List<Ready> remove(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    List<Ready> removed = new ArrayList<>();
    try (var delete =
        connection.prepareStatement(
            "delete from ready where id = any (?::uuid[]) returning id, organization, attempt, failures, losses, version, lines, queue")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          removed.add(
              new Ready(
                  new TaskId(rows.getObject(1, UUID.class)),
                  Codes.queue(rows.getInt(8)),
                  new OrganizationId(rows.getString(2)),
                  standing(rows, 3)));
        }
      }
    }
    if (!removed.isEmpty()) {
      flows(connection, CLOSE_FLOWS, removed);
    }
    return removed;
  }

  /** Whether anything can be claimed from a queue. */
  public static Set<TaskQueue> filled(Connection connection) throws SQLException {
    Set<TaskQueue> filled = new HashSet<>();
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

  private static void flows(Connection connection, String statement, List<Ready> rows)
      throws SQLException {
    try (var change = connection.prepareStatement(statement)) {
      change.setObject(1, SqlArrays.numbers(rows, row -> Codes.of(row.queue())));
      change.setArray(2, SqlArrays.texts(connection, rows, row -> row.organization().value()));
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
