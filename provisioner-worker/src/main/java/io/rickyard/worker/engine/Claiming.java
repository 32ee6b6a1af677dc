package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.queue.ReadyTable;
import io.rickyard.worker.queue.ReadyTable.Ready;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.RunningTable.Start;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Claim;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills free slots from the queues, under their locks. */
final class Claiming {

  private Claiming() {}

  /** Claims as much as there are slots, critical first and batch last. */
  static List<Claim> claim(
      Transaction transaction, Slots slots, WorkerId worker, Set<TaskQueue> queues)
      throws SQLException {
    List<Ready> taken = new ArrayList<>();
    for (TaskQueue queue : TaskQueue.values()) {
      int free = queues.contains(queue) ? slots.take(queue, Integer.MAX_VALUE) : 0;
      if (free > 0) {
        transaction.afterRollback(() -> slots.release(queue, free));
        List<Ready> rows = ReadyTable.take(transaction.connection(), queue, free);
        transaction.afterCommit(() -> slots.release(queue, free - rows.size()));
        taken.addAll(rows);
      }
    }
    Map<TaskId, AcceptedTask> tasks =
        TaskTable.load(transaction.connection(), taken.stream().map(Ready::id).toList());
    List<Start> starts = new ArrayList<>();
    for (Ready row : taken) {
      AcceptedTask task = tasks.get(row.id());
      if (task == null) {
        throw new SQLException("Task " + row.id() + " is ready and unknown");
      }
      starts.add(new Start(task, row.standing().begun()));
    }
    return RunningTable.insert(transaction.connection(), worker, starts);
  }
}
