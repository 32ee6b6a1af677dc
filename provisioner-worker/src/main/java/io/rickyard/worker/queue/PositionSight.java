package io.rickyard.worker.queue;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.flow.Kind;
import io.rickyard.worker.flow.Obstacle;
import io.rickyard.worker.flow.Rules;
import io.rickyard.worker.lane.Holder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a task waits for and how many are before it: read without a lock, by indexes, and counted
 * only so far, so that looking costs the engine nothing however long the queues are. What is seen
 * may have changed when it is read.
 */
public final class PositionSight {

  /** Beyond that many tasks before one nobody counts. */
  public static final int MOST = 1_000;

  private static final String STANDING =
      """
      select t.organization, t.queue, t.lane, r.kind, r.priority, r.place,
             w.id is not null, w.place, l.due_at, l.attempt
        from task t
        left join ready r on r.id = t.id
        left join waiting w on w.id = t.id
        left join later l on l.id = t.id
       where t.id = ?
      """;

  private static final String BEFORE_IN_LANE =
      "select count(*) from (select from waiting where lane = ? and place < ? limit ?) as before";

  private static final String HEAD =
      """
      select l.holder, l.holder_type, n.id is not null or h.id is not null, coalesce(r.attempt, d.attempt)
        from lane l
        left join running n on n.id = l.holder
        left join held h on h.id = l.holder
        left join ready r on r.id = l.holder
        left join later d on d.id = l.holder
       where l.key = ? and l.holder is not null
      """;

  // A line per kind, each in the order of the index; two stretches of it come first.
  private static final String BEFORE_IN_TURN =
      """
      select count(*) from (
        select from flow f
         cross join lateral unnest(f.kinds) as k (kind)
         cross join lateral (
           (select 1 from ready
             where queue = f.queue and organization = f.organization and kind = k.kind
               and priority > ? limit ?)
           union all
           (select 1 from ready
             where queue = f.queue and organization = f.organization and kind = k.kind
               and priority = ? and place < ? limit ?)
         ) as one
         where f.queue = ? and f.organization = ?
         limit ?) as before
      """;

  private static final String KIND = "select type, labels from kind where id = ?";

  private static final String WORKERS =
      "select id, labels, extensions from worker where heartbeat_at > clock_timestamp() - make_interval(secs => ?)";

  private static final String NOW = "select clock_timestamp()";

  private final Transactions transactions;
  private final Duration lease;

  /**
   * Looks through these.
   *
   * @param lease how long a worker may be silent and still counts
   */
  public PositionSight(Transactions transactions, Duration lease) {
    this.transactions = transactions;
    this.lease = lease;
  }

  /**
   * A task that has not ended.
   *
   * @param organization whose it is
   * @param waitsFor what it waits for
   */
  public record Seen(OrganizationId organization, Wait waitsFor) {}

  private record Ready(
      TaskQueue queue, OrganizationId organization, int kind, int priority, long place) {}

  /** What the task of that id waits for; empty when it has ended, or has not been taken in yet. */
  public Optional<Seen> find(TaskId id) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      try (var select = connection.prepareStatement(STANDING)) {
        select.setObject(1, id.value());
        try (ResultSet row = select.executeQuery()) {
          return row.next()
              ? Optional.of(new Seen(new OrganizationId(row.getString(1)), wait(connection, row)))
              : Optional.empty();
        }
      }
    });
  }

  private Wait wait(Connection connection, ResultSet row) throws SQLException {
    Integer kind = row.getObject(4, Integer.class);
    if (kind != null) {
      return turn(
          connection,
          new Ready(
              Codes.queue(row.getInt(2)),
              new OrganizationId(row.getString(1)),
              kind,
              row.getInt(5),
              row.getLong(6)));
    }
    if (row.getBoolean(7)) {
      Long place = row.getObject(8, Long.class);
      return place == null ? new Wait.EarlierChange() : lane(connection, row.getString(3), place);
    }
    var due = row.getObject(9, OffsetDateTime.class);
    return due == null ? new Wait.Nothing() : new Wait.Due(due.toInstant(), row.getLong(10) > 0);
  }

  private static Wait lane(Connection connection, String lane, long place) throws SQLException {
    Optional<Wait.Head> head = head(connection, lane);
    try (var select = connection.prepareStatement(BEFORE_IN_LANE)) {
      select.setString(1, lane);
      select.setLong(2, place);
      select.setInt(3, MOST + 1);
      return new Wait.InLane(ahead(count(select) + (head.isPresent() ? 1 : 0)), head);
    }
  }

  private static Optional<Wait.Head> head(Connection connection, String lane) throws SQLException {
    try (var select = connection.prepareStatement(HEAD)) {
      select.setString(1, lane);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Wait.Head(
                    new TaskId(row.getObject(1, UUID.class)), row.getString(2), phase(row)))
            : Optional.empty();
      }
    }
  }

  private static Holder.Phase phase(ResultSet row) throws SQLException {
    Long attempt = row.getObject(4, Long.class);
    if (row.getBoolean(3)) {
      return Holder.Phase.RUNNING;
    }
    if (attempt == null) {
      return Holder.Phase.ENDING;
    }
    return attempt > 0 ? Holder.Phase.RETRYING : Holder.Phase.PENDING;
  }

  private Wait turn(Connection connection, Ready task) throws SQLException {
    try (var select = connection.prepareStatement(BEFORE_IN_TURN)) {
      select.setInt(1, task.priority());
      select.setInt(2, MOST + 1);
      select.setInt(3, task.priority());
      select.setLong(4, task.place());
      select.setInt(5, MOST + 1);
      select.setInt(6, Codes.of(task.queue()));
      select.setString(7, task.organization().value());
      select.setInt(8, MOST + 1);
      return new Wait.Turn(task.queue(), ahead(count(select)), obstacles(connection, task));
    }
  }

  private List<Obstacle> obstacles(Connection connection, Ready task) throws SQLException {
    var kind = kind(connection, task.kind());
    if (kind.isEmpty()) {
      return List.of();
    }
    var rules = RulesTable.read(connection);
    return Obstacle.of(
        task.queue(),
        task.organization(),
        kind.get(),
        rules,
        rules.count() ? TallyTable.read(connection) : Map.of(),
        now(connection),
        workers(connection, rules, kind.get().type()));
  }

  /** Empty for a type that only a newer release knows. */
  private static Optional<Kind> kind(Connection connection, int code) throws SQLException {
    try (var select = connection.prepareStatement(KIND)) {
      select.setInt(1, code);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String type = row.getString(1);
        var labels = Labels.read(row.getString(2));
        return TaskType.find(type).map(known -> new Kind(known, labels));
      }
    }
  }

  /** The labels of those that have what runs a type and take tasks. */
  private List<Map<String, String>> workers(Connection connection, Rules rules, TaskType type)
      throws SQLException {
    List<Map<String, String>> workers = new ArrayList<>();
    try (var select = connection.prepareStatement(WORKERS)) {
      select.setDouble(1, (double) lease.toMillis() / 1000);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (WorkerTable.has(type, rows.getArray(3))
              && !rules.isDrained(List.of(new WorkerId(rows.getString(1))))) {
            workers.add(Labels.read(rows.getString(2)));
          }
        }
      }
    }
    return workers;
  }

  private static Instant now(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement(NOW);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static int count(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Wait.Ahead ahead(int counted) {
    return new Wait.Ahead(Math.min(counted, MOST), counted > MOST);
  }
}
