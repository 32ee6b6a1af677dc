package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.queue.DeadlineTable;
import io.rickyard.worker.queue.DeadlineTable.Deadline;
import io.rickyard.worker.queue.DeadlineTable.Kind;
import io.rickyard.worker.queue.HeldTable;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.TaskTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What whoever has a lock's ticket may do with it. Both are answered when they are committed, for
 * who holds a lock must know that it still does. Taking one is a command like any other.
 */
public final class Locks {

  private final Transactions transactions;
  private final Sheets sheets;
  private final SheetCommit commit;

  Locks(Transactions transactions, Sheets sheets, SheetCommit commit) {
    this.transactions = transactions;
    this.sheets = sheets;
    this.commit = commit;
  }

  /**
   * Begins the lease anew.
   *
   * @param lease how long from now on; as long as it was asked for when empty
   * @return the lease's end; empty when the lock is not held, or not any more
   */
  public Optional<Instant> renew(TaskId ticket, Optional<Duration> lease) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      LaneTable.lock(connection, TaskTable.lanes(connection, List.of(ticket)));
      var task = TaskTable.load(connection, List.of(ticket)).get(ticket);
      Optional<LockHold> lock = task == null ? Optional.empty() : task.lock();
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      var until = HeldTable.renew(connection, ticket, lease.orElse(lock.get().lease()));
      if (until.isPresent()) {
        DeadlineTable.put(connection, List.of(new Deadline(ticket, Kind.LEASE, until.get())));
      }
      return until;
    });
  }

  /**
   * Gives up a lock, or the place in its line; who is next has it when this returns.
   *
   * @return whether there was anything to give up
   */
  public boolean release(TaskId ticket) {
    return transactions.call(transaction -> {
      var concern =
          new Sheets.Concern(Set.of(), Set.of(ticket), Map.of(), Set.of(), false, List.of());
      var opened = sheets.open(transaction.connection(), concern);
      boolean released = opened.sheet().release(ticket);
      commit.write(transaction, opened);
      return released;
    });
  }
}
