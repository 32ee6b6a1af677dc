package io.rickyard.worker.queue;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.lane.Holder;
import io.rickyard.worker.lane.Lane;
import io.rickyard.worker.lane.Member;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lanes and who waits in them. Lanes are locked before anything else, in the order of their keys. A
 * lane that is as it was made may be forgotten: whoever needs it makes it again.
 */
public final class LaneTable {

  private static final String HOLDERS =
      """
      select l.key, l.generation, l.passed, l.holder, l.holder_type, n.id is not null or h.id is not null,
             coalesce(r.attempt, d.attempt), t.concurrency
        from lane l
        left join task t on t.id = l.holder
        left join running n on n.id = l.holder
        left join held h on h.id = l.holder
        left join ready r on r.id = l.holder
        left join later d on d.id = l.holder
       where l.key = any (?::text[])
      """;

  private static final String MEMBERS =
      """
      select w.lane, w.id, t.type, t.generation, w.place is null, t.concurrency
        from waiting w join task t on t.id = w.id
       where w.lane = any (?::text[])
       order by w.lane, w.place nulls last, t.generation
      """;

  private static final String PROMOTE =
      """
      update lane l
         set holder = next.id, holder_type = next.type
        from (
          select k.key, w.id, w.type
            from unnest(?::text[]) as k (key)
            left join lateral (
              select w.id, t.type from waiting w join task t on t.id = w.id
               where w.lane = k.key and w.place is not null
               order by w.place limit 1
            ) w on true
        ) next
       where l.key = next.key
      returning l.holder
      """;

  /** Who is at work on a lane holds its lock, so its lane is no idle one. */
  private static final String IDLE =
      """
      select key from lane l
       where holder is null and generation = 0 and passed = '{}'
         and not exists (select from waiting w where w.lane = l.key)
       order by key limit ?
         for update skip locked
      """;

  /** Looks again, now that nobody else can change them: somebody may have come before the lock. */
  private static final String FORGET =
      """
      delete from lane l
       where key = any (?::text[]) and holder is null and generation = 0 and passed = '{}'
         and not exists (select from waiting w where w.lane = l.key)
      """;

  private LaneTable() {}

  /** Makes lanes that are not there, and locks them all. */
  public static void lock(Connection connection, Collection<String> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    var sorted = new TreeSet<>(keys);
    int locked;
    do {
      locked = lockOnce(connection, sorted);
    } while (locked < sorted.size()); // one that was there was forgotten before it was locked
  }

  private static int lockOnce(Connection connection, Collection<String> sorted)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "insert into lane (key) select key from unnest(?::text[]) as k (key) order by key on conflict do nothing")) {
      insert.setArray(1, SqlArrays.texts(connection, sorted, key -> key));
      insert.executeUpdate();
    }
    try (var select =
        connection.prepareStatement(
            "select from lane where key = any (?::text[]) order by key for update")) {
      select.setArray(1, SqlArrays.texts(connection, sorted, key -> key));
      int locked = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          locked++;
        }
      }
      return locked;
    }
  }

  /**
   * Forgets lanes that nobody holds or waits in and that have seen no generation, as those of keys
   * and locks.
   *
   * @param most how many at once
   * @return how many were looked at; fewer than {@code most} when there are no more
   */
  public static int forgetIdle(Connection connection, int most) throws SQLException {
    List<String> idle = new ArrayList<>();
    try (var select = connection.prepareStatement(IDLE)) {
      select.setInt(1, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          idle.add(rows.getString(1));
        }
      }
    }
    try (var delete = connection.prepareStatement(FORGET)) {
      delete.setArray(1, SqlArrays.texts(connection, idle, key -> key));
      delete.executeUpdate();
    }
    return idle.size();
  }

  /** Reads lanes; where a holder stands is certain only while lanes and queues are locked. */
  public static Map<String, Lane> load(Connection connection, Collection<String> keys)
      throws SQLException {
    Map<String, List<Member>> lines = new HashMap<>();
    Map<String, List<Member>> early = new HashMap<>();
    try (var select = connection.prepareStatement(MEMBERS)) {
      select.setArray(1, SqlArrays.texts(connection, keys, key -> key));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Long generation = rows.getObject(4, Long.class);
          var member =
              new Member(
                  new TaskId(rows.getObject(2, UUID.class)),
                  TaskType.named(rows.getString(3)),
                  generation == null ? null : new Generation(generation),
                  rows.getString(6));
          (rows.getBoolean(5) ? early : lines)
              .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
              .add(member);
        }
      }
    }
    Map<String, Lane> lanes = new HashMap<>();
    try (var select = connection.prepareStatement(HOLDERS)) {
      select.setArray(1, SqlArrays.texts(connection, keys, key -> key));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String key = rows.getString(1);
          lanes.put(
              key,
              new Lane(
                  key,
                  holder(rows),
                  lines.getOrDefault(key, List.of()),
                  early.getOrDefault(key, List.of()),
                  rows.getLong(2),
                  new TreeSet<>(Arrays.asList((Long[]) rows.getArray(3).getArray()))));
        }
      }
    }
    return lanes;
  }

  private static @Nullable Holder holder(ResultSet row) throws SQLException {
    UUID id = row.getObject(4, UUID.class);
    if (id == null) {
      return null;
    }
    Long attempt = row.getObject(7, Long.class);
    Holder.Phase phase = Holder.Phase.ENDING;
    if (row.getBoolean(6)) {
      phase = Holder.Phase.RUNNING;
    } else if (attempt != null) {
      phase = attempt > 0 ? Holder.Phase.RETRYING : Holder.Phase.PENDING;
    }
    return new Holder(new TaskId(id), TaskType.named(row.getString(5)), phase, row.getString(8));
  }

  /** Writes how lanes stand now: holder, generation, what has passed. */
  public static void save(Connection connection, Collection<Lane> lanes) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "update lane set holder = ?, holder_type = ?, generation = ?, passed = ? where key = ?")) {
      for (Lane lane : lanes) {
        var holder = lane.holder();
        update.setObject(1, holder == null ? null : holder.id().value());
        update.setString(2, holder == null ? null : holder.type().wireName());
        update.setLong(3, lane.generation());
        update.setArray(4, connection.createArrayOf("bigint", lane.passed().toArray()));
        update.setString(5, lane.key());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /** Lets go of lanes: the first in each line holds it now. The ids of these. */
  public static List<TaskId> release(Connection connection, Collection<String> keys)
      throws SQLException {
    List<TaskId> promoted = new ArrayList<>();
    if (keys.isEmpty()) {
      return promoted;
    }
    try (var update = connection.prepareStatement(PROMOTE)) {
      update.setArray(1, SqlArrays.texts(connection, keys, key -> key));
      try (ResultSet rows = update.executeQuery()) {
        while (rows.next()) {
          UUID next = rows.getObject(1, UUID.class);
          if (next != null) {
            promoted.add(new TaskId(next));
          }
        }
      }
    }
    return promoted;
  }
}
