package io.rickyard.worker.queue;

import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.persistence.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * How much could be claimed from each queue, and how old the oldest of it is. At most {@link #MOST}
 * rows of a queue are looked at, by its index, so that looking stays cheap while a flood waits;
 * beyond that the age is that of the oldest of those.
 */
public final class QueueDepths {

  /** Beyond that many rows of a queue nobody counts. */
  public static final int MOST = 100_000;

  private static final String LOOK =
      """
      select count(*), min(r.id::text), clock_timestamp()
        from (select id from ready where queue = ? limit ?) as r
      """;

  private final Transactions transactions;

  /** Looks through these. */
  public QueueDepths(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A queue.
   *
   * @param tasks how many tasks could be claimed
   * @param oldest how long ago the oldest of them was accepted; zero without one
   */
  public record Depth(long tasks, Duration oldest) {}

  /** Looks. */
  public Map<TaskQueue, Depth> look() {
    return transactions.call(transaction -> {
      var depths = new EnumMap<TaskQueue, Depth>(TaskQueue.class);
      for (TaskQueue queue : TaskQueue.values()) {
        depths.put(queue, look(transaction.connection(), queue));
      }
      return depths;
    });
  }

  private static Depth look(Connection connection, TaskQueue queue) throws SQLException {
    try (var select = connection.prepareStatement(LOOK)) {
      select.setInt(1, Codes.of(queue));
      select.setInt(2, MOST);
      try (var row = select.executeQuery()) {
        row.next();
        String oldest = row.getString(2);
        long now = row.getTimestamp(3).getTime();
        return new Depth(
            row.getLong(1),
            oldest == null
                ? Duration.ZERO
                : Duration.ofMillis(Math.max(0, now - acceptedAt(UUID.fromString(oldest)))));
      }
    }
  }

  /** The ids are of version 7 and begin with their time. */
  private static long acceptedAt(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }
}
