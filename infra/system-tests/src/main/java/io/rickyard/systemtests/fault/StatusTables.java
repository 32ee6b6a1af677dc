package io.rickyard.systemtests.fault;

import io.rickyard.contracts.task.TaskStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the projector and the engine wrote, seen from inside the database. */
record StatusTables(Connection connection) {

  private static final String ENDS =
      Arrays.stream(TaskStatus.values())
          .filter(TaskStatus::ended)
          .map(status -> "'" + status.wireName() + "'")
          .collect(Collectors.joining(","));

  /**
   * A row of {@code status.task}.
   *
   * @param state its state
   * @param version its version
   * @param endedAt when it ended
   */
  record Row(String state, long version, @Nullable Instant endedAt) {}

  /** How many of these tasks have no end there yet. */
  int open(Collection<UUID> tasks) throws SQLException {
    try (var count =
        connection.prepareStatement(
            "select count(*) from unnest(?::uuid[]) as wanted (id) left join status.task using (id)"
                + " where ended_at is null")) {
      count.setArray(1, connection.createArrayOf("uuid", tasks.toArray()));
      return Math.toIntExact(number(count.executeQuery()));
    }
  }

  /** Every task there. */
  Map<UUID, Row> tasks() throws SQLException {
    Map<UUID, Row> tasks = new HashMap<>();
    try (var select =
            connection.prepareStatement("select id, state, version, ended_at from status.task");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        var endedAt = rows.getObject(4, OffsetDateTime.class);
        tasks.put(
            rows.getObject(1, UUID.class),
            new Row(
                rows.getString(2), rows.getLong(3), endedAt == null ? null : endedAt.toInstant()));
      }
    }
    return tasks;
  }

  /** For each task the sequences of the event log's entries that tell its end. */
  Map<UUID, List<Long>> ends() throws SQLException {
    Map<UUID, List<Long>> ends = new HashMap<>();
    try (var select =
            connection.prepareStatement(
                "select task, sequence from status.event_log where kind = 'task' and events && array[%s] order by sequence"
                    .formatted(ENDS));
        var rows = select.executeQuery()) {
      while (rows.next()) {
        ends.computeIfAbsent(rows.getObject(1, UUID.class), _ -> new ArrayList<>())
            .add(rows.getLong(2));
      }
    }
    return ends;
  }

  /** Whether the engine has nothing left to do and everything it wrote has been sent. */
  boolean atRest() throws SQLException {
    try (var count =
        connection.prepareStatement(
            "select (select count(*) from provisioner.ready) + (select count(*) from"
                + " provisioner.later) + (select count(*) from provisioner.waiting) + (select"
                + " count(*) from provisioner.running) + (select count(*) from"
                + " provisioner.end_notice) + (select count(*) from provisioner.outbox)")) {
      return number(count.executeQuery()) == 0;
    }
  }

  /** The sequence of the event log's last entry. */
  long head() throws SQLException {
    try (var head = connection.prepareStatement("select sequence from status.event_head")) {
      return number(head.executeQuery());
    }
  }

  /** What must not be found, whatever was asked for. */
  List<String> broken() throws SQLException {
    List<String> broken = new ArrayList<>();
    find(
        broken,
        "event log: after sequence %s comes %s",
        "select sequence, next from (select sequence, lead(sequence) over (order by sequence) as"
            + " next from status.event_log) log where next <> sequence + 1");
    find(
        broken,
        "event log: its head is %s, its last entry %s",
        "select head.sequence, max(log.sequence) from status.event_head head left join"
            + " status.event_log log on true group by 1 having head.sequence <>"
            + " coalesce(max(log.sequence), 0)");
    find(
        broken,
        "parked: %s %s",
        "select entity, version || ' ' || reason from status.parked order by 1, 2");
    find(
        broken,
        "idempotency key %s made %s tasks",
        "select body -> 'labels' ->> 'fault', count(*) from status.task where body -> 'labels' ->>"
            + " 'fault' is not null group by 1 having count(*) > 1");
    find(
        broken,
        "engine: task %s is left in %s",
        "select id, 'ready' from provisioner.ready union all select id, 'later' from"
            + " provisioner.later union all select id, 'waiting' from provisioner.waiting union all"
            + " select id, 'running' from provisioner.running");
    find(
        broken,
        "lane %s is still held by %s",
        "select key, holder from provisioner.lane where holder is not null");
    return broken;
  }

  private void find(List<String> broken, String sentence, String sql) throws SQLException {
    try (var select = connection.prepareStatement(sql + " limit 20");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        broken.add(sentence.formatted(rows.getString(1), rows.getString(2)));
      }
    }
  }

  private static long number(ResultSet rows) throws SQLException {
    try (rows) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
