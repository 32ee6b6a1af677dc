package io.rickyard.worker.queue;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.task.Standing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes tasks out of a queue by turns. An organization's turn is the queue's at the time when it
 * gets something ready, and goes up by its stride with each task it is given; the lowest turn is
 * served first. So nobody can be kept waiting by another's flood, and nobody can save up turns by
 * being idle. Every method needs the lock of the queue.
 */
public final class FairOrder {

  // Each organization's lines, one per kind, are merged; mostly there is one.
  private static final String LINES =
      """
       cross join lateral (
         select r.*
           from unnest(h.kinds) as k (kind)
          cross join lateral (
            select id, kind, priority, place, attempt, failures, losses, version, lines from ready
             where queue = ? and organization = h.organization and kind = k.kind %s
             order by priority desc, place
             limit ?::int * 2 / (select count(*) from head) + 1
          ) r
          order by r.priority desc, r.place
          limit ?::int * 2 / (select count(*) from head) + 1
       ) r
      """;

  private static final String CANDIDATES =
      """
      candidate as (
        select r.*, h.organization, h.stride, h.turn as base,
               h.turn + (row_number() over (partition by h.organization order by r.priority desc, r.place) - 1) * h.stride as turn
          from head h
      """;

  // What is taken is found by its ids alone: a join could begin at the other end, with all that
  // waits.
  private static final String TAKE =
      """
      with head as (
        select organization, turn, stride, kinds from flow where queue = ? order by turn limit ?
      ),
      """
          + CANDIDATES
          + LINES.formatted("and k.kind <= ?")
          + """
          ), chosen as materialized (
            select * from candidate order by turn, organization limit ?
          ), gone as (
            delete from ready where id = any (array(select id from chosen))
          )
          select id, organization, attempt, failures, losses, version, lines, base, stride from chosen
          """;

  private static final String LOOK =
      """
      with head as (
        select organization, turn, stride, kinds from flow f
         where queue = ? and organization <> all (?::text[])
           and exists (
             select from unnest(f.kinds) as k (kind)
              where k.kind <> all (?::smallint[]) and k.kind <= ?
                and exists (
                  select from ready r
                   where r.queue = f.queue and r.organization = f.organization and r.kind = k.kind))
         order by turn limit ?
      ),
      """
          + CANDIDATES
          + LINES.formatted("and k.kind <> all (?::smallint[]) and k.kind <= ?")
          + """
          )
          select id, organization, kind, base, stride from candidate order by turn, organization limit ?
          """;

  private static final String REMOVE =
      """
      delete from ready where id = any (?::uuid[])
      returning id, organization, attempt, failures, losses, version, lines
      """;

  private static final String ADVANCE =
      """
      update flow set turn = turn + stride * (?::bigint[])[array_position(?::text[], organization)]
       where queue = ? and organization = any (?::text[])
      """;

  private FairOrder() {}

  /**
   * A task that could be taken.
   *
   * @param id which
   * @param organization whose
   * @param kind the number of its kind
   * @param base the organization's turn
   * @param stride by how much it goes up
   */
  public record Candidate(
      TaskId id, OrganizationId organization, int kind, long base, long stride) {}

  /**
   * A task that was taken.
   *
   * @param id which
   * @param organization whose
   * @param standing how far it is
   */
  public record Taken(TaskId id, OrganizationId organization, Standing standing) {}

  /**
   * What is left aside when candidates are looked for.
   *
   * @param organizations organizations of which nothing may start
   * @param kinds numbers of kinds of which nothing may start here
   * @param known the highest number of a kind that is known here
   */
  public record Closed(
      Collection<OrganizationId> organizations, Collection<Integer> kinds, int known) {}

  /**
   * Takes up to so many tasks out of a queue in which nothing is kept back.
   *
   * @param known the highest number of a kind that is known here
   */
  public static List<Taken> take(Connection connection, TaskQueue queue, int known, int most)
      throws SQLException {
    var serving = new Serving(queue);
    try (var take = connection.prepareStatement(TAKE)) {
      take.setInt(1, Codes.of(queue));
      take.setInt(2, most);
      take.setInt(3, Codes.of(queue));
      take.setInt(4, known);
      take.setInt(5, most);
      take.setInt(6, most);
      take.setInt(7, most);
      try (ResultSet rows = take.executeQuery()) {
        while (rows.next()) {
          serving.add(taken(rows), rows.getLong(8), rows.getLong(9));
        }
      }
    }
    return serving.advance(connection);
  }

  /** Up to so many tasks that could be taken, in the fair order, leaving aside what is closed. */
  public static List<Candidate> look(
      Connection connection, TaskQueue queue, Closed closed, int most) throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    var organizations = SqlArrays.texts(connection, closed.organizations(), OrganizationId::value);
    long[] closedKinds = SqlArrays.numbers(closed.kinds(), Integer::longValue);
    try (var look = connection.prepareStatement(LOOK)) {
      look.setInt(1, Codes.of(queue));
      look.setArray(2, organizations);
      look.setObject(3, closedKinds);
      look.setInt(4, closed.known());
      look.setInt(5, most);
      look.setInt(6, Codes.of(queue));
      look.setObject(7, closedKinds);
      look.setInt(8, closed.known());
      look.setInt(9, most);
      look.setInt(10, most);
      look.setInt(11, most);
      try (ResultSet rows = look.executeQuery()) {
        while (rows.next()) {
          candidates.add(
              new Candidate(
                  new TaskId(rows.getObject(1, UUID.class)),
                  new OrganizationId(rows.getString(2)),
                  rows.getInt(3),
                  rows.getLong(4),
                  rows.getLong(5)));
        }
      }
    }
    return candidates;
  }

  /** Takes chosen candidates out. */
  public static List<Taken> take(Connection connection, TaskQueue queue, List<Candidate> chosen)
      throws SQLException {
    if (chosen.isEmpty()) {
      return List.of();
    }
    Map<TaskId, Taken> rows = new HashMap<>();
    try (var remove = connection.prepareStatement(REMOVE)) {
      remove.setArray(1, SqlArrays.ids(connection, chosen, Candidate::id));
      try (ResultSet removed = remove.executeQuery()) {
        while (removed.next()) {
          var taken = taken(removed);
          rows.put(taken.id(), taken);
        }
      }
    }
    var serving = new Serving(queue);
    for (Candidate candidate : chosen) {
      Taken taken = rows.get(candidate.id());
      if (taken == null) {
        throw new SQLException("Task " + candidate.id() + " went from under its queue's lock");
      }
      serving.add(taken, candidate.base(), candidate.stride());
    }
    return serving.advance(connection);
  }

  private static Taken taken(ResultSet row) throws SQLException {
    return new Taken(
        new TaskId(row.getObject(1, UUID.class)),
        new OrganizationId(row.getString(2)),
        ReadyTable.standing(row, 3));
  }

  /** Who was served how often in one claim, and how far the queue's turn has come by it. */
  private static final class Serving {

    private final TaskQueue queue;
    private final List<Taken> taken = new ArrayList<>();
    private final Map<OrganizationId, Long> served = new HashMap<>();
    private long reached;

    Serving(TaskQueue queue) {
      this.queue = queue;
    }

    void add(Taken row, long base, long stride) {
      taken.add(row);
      long before = served.merge(row.organization(), 1L, Long::sum) - 1;
      reached = Math.max(reached, base + before * stride);
    }

    List<Taken> advance(Connection connection) throws SQLException {
      if (taken.isEmpty()) {
        return taken;
      }
      var entries = List.copyOf(served.entrySet());
      try (var advance = connection.prepareStatement(ADVANCE)) {
        var organizations = SqlArrays.texts(connection, entries, entry -> entry.getKey().value());
        advance.setObject(1, SqlArrays.numbers(entries, Map.Entry::getValue));
        advance.setArray(2, organizations);
        advance.setInt(3, Codes.of(queue));
        advance.setArray(4, organizations);
        advance.executeUpdate();
      }
      try (var turn =
          connection.prepareStatement(
              "update queue_turn set turn = greatest(turn, ?) where queue = ?")) {
        turn.setLong(1, reached);
        turn.setInt(2, Codes.of(queue));
        turn.executeUpdate();
      }
      ReadyTable.close(
          connection,
          served.keySet().stream()
              .map(organization -> new ReadyTable.Emptied(queue, organization))
              .toList());
      return taken;
    }
  }
}
