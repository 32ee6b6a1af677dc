package io.rickyard.worker.queue;

import io.rickyard.contracts.TaskId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/** Who waits in a lane. Every method needs the lanes' locks. */
public final class WaitingTable {

  private static final String PUT =
      """
      insert into waiting (id, lane, place, version)
      select * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[])
      """;

  /** Places go on from the last one that the lane gave away. */
  private static final String PLACE =
      """
      with counted as (
        update lane l set places = l.places + n.members
          from (select key, count(*) as members from unnest(?::text[]) as k (key) group by key) n
         where l.key = n.key
        returning l.key, l.places - n.members as before
      )
      update waiting w set place = c.before + p.n
        from unnest(?::uuid[], ?::text[], ?::bigint[]) as p (id, lane, n)
        join counted c on c.key = p.lane
       where w.id = p.id
      """;

  private WaitingTable() {}

  /**
   * A task that waits.
   *
   * @param id which
   * @param lane where
   * @param version the version of its last event
   */
  public record Waiting(TaskId id, String lane, long version) {}

  /** Lets tasks wait, without a place as yet. */
  public static void put(Connection connection, List<Waiting> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(PUT)) {
      insert.setArray(1, SqlArrays.ids(connection, rows, Waiting::id));
      insert.setArray(2, SqlArrays.texts(connection, rows, Waiting::lane));
      insert.setArray(3, SqlArrays.longs(connection, rows, _ -> null));
      insert.setObject(4, SqlArrays.numbers(rows, Waiting::version));
      insert.executeUpdate();
    }
  }

  /** Gives tasks the next places of a lane, in this order. */
  public static void place(Connection connection, String lane, List<TaskId> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (var update = connection.prepareStatement(PLACE)) {
      long[] order = LongStream.rangeClosed(1, ids.size()).toArray();
      update.setArray(1, SqlArrays.texts(connection, ids, _ -> lane));
      update.setArray(2, SqlArrays.ids(connection, ids));
      update.setArray(3, SqlArrays.texts(connection, ids, _ -> lane));
      update.setObject(4, order);
      update.executeUpdate();
    }
  }

  /** Lanes in which a task has waited that long for an earlier generation. */
  public static List<String> stranded(Connection connection, Duration patience)
      throws SQLException {
    List<String> lanes = new ArrayList<>();
    try (var select =
        connection.prepareStatement(
            """
            select distinct lane from waiting
             where place is null and arrived_at < clock_timestamp() - make_interval(secs => ?)
            """)) {
      select.setDouble(1, (double) patience.toMillis() / 1000);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          lanes.add(rows.getString(1));
        }
      }
    }
    return lanes;
  }

  /** Takes tasks out of their line; the versions of those that were there. */
  public static Map<TaskId, Long> remove(Connection connection, Collection<TaskId> ids)
      throws SQLException {
    Map<TaskId, Long> removed = new HashMap<>();
    if (ids.isEmpty()) {
      return removed;
    }
    try (var delete =
        connection.prepareStatement(
            "delete from waiting where id = any (?::uuid[]) returning id, version")) {
      delete.setArray(1, SqlArrays.ids(connection, ids));
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          removed.put(new TaskId(rows.getObject(1, UUID.class)), rows.getLong(2));
        }
      }
    }
    return removed;
  }
}
