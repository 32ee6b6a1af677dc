package io.rickyard.worker.queue;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workers and their leases: one row each, timed by the database's clock. */
public final class WorkerTable {

  private WorkerTable() {}

  /**
   * What a worker can do.
   *
   * @param labels what tells it from others
   * @param extensions the types that extensions add to it
   * @param critical how many critical tasks it runs at once
   * @param shared how many others
   */
  public record Capacity(
      Map<String, String> labels, Set<ExtensionType> extensions, int critical, int shared) {}

  /** Whether a worker to which these types were added has what runs a type. */
  static boolean has(TaskType type, Array extensions) throws SQLException {
    return type instanceof BuiltInType
        || Arrays.asList((String[]) extensions.getArray()).contains(type.wireName());
  }

  /** Adds a worker; its lease begins. */
  public static void register(
      Connection connection, WorkerId worker, String process, Capacity capacity)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into worker (id, process, labels, critical_slots, shared_slots, extensions)
            values (?, ?, ?::jsonb, ?, ?, ?)
            """)) {
      insert.setString(1, worker.value());
      insert.setString(2, process);
      insert.setString(3, Labels.write(capacity.labels()));
      insert.setInt(4, capacity.critical());
      insert.setInt(5, capacity.shared());
      insert.setArray(
          6,
          connection.createArrayOf(
              "text",
              capacity.extensions().stream().map(ExtensionType::wireName).sorted().toArray()));
      insert.executeUpdate();
    }
  }

  /**
   * Renews a lease, without waiting for disk: what a crash of the database forgets costs nothing
   * but an earlier take-over. False when the lease has gone to somebody else.
   */
  public static boolean heartbeat(Connection connection, WorkerId worker) throws SQLException {
    try (var setting = connection.createStatement()) {
      setting.execute("set local synchronous_commit = off");
    }
    try (var update =
        connection.prepareStatement(
            "update worker set heartbeat_at = clock_timestamp() where id = ?")) {
      update.setString(1, worker.value());
      return update.executeUpdate() == 1;
    }
  }

  /** The other workers and the processes they live in. */
  public static Map<WorkerId, String> others(Connection connection, WorkerId worker)
      throws SQLException {
    Map<WorkerId, String> others = new HashMap<>();
    try (var select = connection.prepareStatement("select id, process from worker where id <> ?")) {
      select.setString(1, worker.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          others.put(new WorkerId(rows.getString(1)), rows.getString(2));
        }
      }
    }
    return others;
  }

  /**
   * Workers that have been silent for that long, and any that hold something without being
   * registered: a claim that was under way while its worker was given up.
   */
  public static List<WorkerId> silent(Connection connection, Duration silence) throws SQLException {
    List<WorkerId> silent = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id from worker where heartbeat_at < clock_timestamp() - make_interval(secs => ?)
            union
            select r.worker from running r where not exists (select from worker w where w.id = r.worker)
            union
            select n.worker from end_notice n where not exists (select from worker w where w.id = n.worker)
            """)) {
      select.setDouble(1, (double) silence.toMillis() / 1000);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          silent.add(new WorkerId(rows.getString(1)));
        }
      }
    }
    return silent;
  }

  /** Takes a worker's lease away; it can do nothing more under that name. */
  public static void remove(Connection connection, WorkerId worker) throws SQLException {
    try (var delete = connection.prepareStatement("delete from worker where id = ?")) {
      delete.setString(1, worker.value());
      delete.executeUpdate();
    }
  }
}
