package io.rickyard.worker.queue;

import io.rickyard.contracts.task.TaskQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;

/**
 * One short advisory lock per queue. Whoever puts a task into a queue's order or takes one out
 * holds it until the commit, so that order, fairness and limits are exact and nobody has to skip
 * anything.
 */
public final class QueueLocks {

  /** The first of our lock numbers; the queue is added to it. */
  private static final int CLASS = 0x52_4b_59;

  private QueueLocks() {}

  /** Takes the locks of these queues, in one order everywhere. */
  public static void take(Connection connection, Collection<TaskQueue> queues) throws SQLException {
    if (queues.isEmpty()) {
      return;
    }
    try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
      for (TaskQueue queue : EnumSet.copyOf(queues)) {
        lock.setInt(1, CLASS);
        lock.setInt(2, Codes.of(queue));
        lock.execute();
      }
    }
  }
}
