package io.rickyard.worker.queue;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.flow.Kind;
import io.rickyard.worker.flow.Rules;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** How the queues and the workers stand, for people: read without a lock, counted when asked. */
public final class FlowSight {

  private static final String LINES =
      """
      select r.queue, r.organization, count(*), (array_agg(r.id order by r.id))[1],
             (select count(*) from running n join task t on t.id = n.id
               where t.queue = r.queue and t.organization = r.organization)
        from ready r group by r.queue, r.organization order by r.queue, count(*) desc
      """;

  private static final String RUNNING =
      "select t.queue, count(*) from running r join task t on t.id = r.id group by t.queue";

  private static final String WORKERS =
      """
      select w.id, w.labels, w.extensions, w.critical_slots, w.shared_slots, w.started_at, w.heartbeat_at,
             (select count(*) from running r where r.worker = w.id)
        from worker w order by w.started_at, w.id
      """;

  private static final String KINDS_WAITING =
      """
      select k.type, k.labels, count(*) from ready r join kind k on k.id = r.kind
       group by k.type, k.labels
      """;

  private final Transactions transactions;

  /** Looks through these. */
  public FlowSight(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * What an organization has waiting in a queue.
   *
   * @param queue which
   * @param organization whose
   * @param depth how many tasks could be claimed
   * @param oldest when the oldest of them was accepted
   * @param running how many of its tasks of that queue run
   */
  public record Line(
      TaskQueue queue, OrganizationId organization, long depth, Instant oldest, long running) {}

  /**
   * A worker.
   *
   * @param id its name
   * @param labels what tells it from others
   * @param extensions the types that extensions add to it
   * @param criticalSlots how many critical tasks it runs at once
   * @param sharedSlots how many others
   * @param since when it registered
   * @param heartbeatAt when it was heard last
   * @param running how many tasks it runs
   */
  public record Worker(
      WorkerId id,
      Map<String, String> labels,
      Set<ExtensionType> extensions,
      int criticalSlots,
      int sharedSlots,
      Instant since,
      Instant heartbeatAt,
      long running) {

    /** Whether it may run tasks of a kind. */
    public boolean serves(Kind kind) {
      return kind.isServedBy(labels) && has(kind.type());
    }

    /** Whether it has what runs a type. */
    public boolean has(TaskType type) {
      return switch (type) {
        case BuiltInType _ -> true;
        case ExtensionType extension -> extensions.contains(extension);
      };
    }
  }

  /**
   * Tasks that not every worker may run.
   *
   * @param kind what they ask for
   * @param depth how many wait
   */
  public record Asking(Kind kind, long depth) {}

  /**
   * Everything at one moment.
   *
   * @param rules what administrators have set
   * @param lines what waits
   * @param running how many tasks of each queue run
   * @param workers who is registered
   * @param asking what waits for particular workers
   */
  public record Sight(
      Rules rules,
      List<Line> lines,
      Map<TaskQueue, Long> running,
      List<Worker> workers,
      List<Asking> asking) {}

  /** Looks. */
  public Sight look() {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      return new Sight(
          RulesTable.read(connection),
          lines(connection),
          running(connection),
          workers(connection),
          asking(connection));
    });
  }

  private static List<Line> lines(Connection connection) throws SQLException {
    return rows(
        connection,
        LINES,
        row ->
            new Line(
                Codes.queue(row.getInt(1)),
                new OrganizationId(row.getString(2)),
                row.getLong(3),
                acceptedAt(row.getObject(4, UUID.class)),
                row.getLong(5)));
  }

  /** A task's id begins with the time at which it was accepted. */
  private static Instant acceptedAt(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  private static Map<TaskQueue, Long> running(Connection connection) throws SQLException {
    var running = new EnumMap<TaskQueue, Long>(TaskQueue.class);
    for (var row :
        rows(connection, RUNNING, row -> Map.entry(Codes.queue(row.getInt(1)), row.getLong(2)))) {
      running.put(row.getKey(), row.getValue());
    }
    return running;
  }

  private static List<Worker> workers(Connection connection) throws SQLException {
    return rows(
        connection,
        WORKERS,
        row ->
            new Worker(
                new WorkerId(row.getString(1)),
                Labels.read(row.getString(2)),
                extensions(row.getArray(3)),
                row.getInt(4),
                row.getInt(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getLong(8)));
  }

  private static Set<ExtensionType> extensions(Array names) throws SQLException {
    return Arrays.stream((String[]) names.getArray())
        .map(ExtensionType::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Asking> asking(Connection connection) throws SQLException {
    return rows(
            connection,
            KINDS_WAITING,
            row ->
                new Asking(
                    new Kind(TaskType.named(row.getString(1)), Labels.read(row.getString(2))),
                    row.getLong(3)))
        .stream()
        .filter(asking -> !asking.kind().isServedByAny())
        .toList();
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(Connection connection, String query, Reader<T> reader)
      throws SQLException {
    List<T> read = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        read.add(reader.read(rows));
      }
    }
    return read;
  }
}
