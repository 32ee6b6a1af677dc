package io.rickyard.worker.engine;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.flow.Allowance;
import io.rickyard.worker.queue.FairOrder;
import io.rickyard.worker.queue.FairOrder.Candidate;
import io.rickyard.worker.queue.FairOrder.Closed;
import io.rickyard.worker.queue.FairOrder.Taken;
import io.rickyard.worker.queue.KeptSteps;
import io.rickyard.worker.queue.Kinds;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.RunningTable.Start;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fills free slots from the queues, under their locks.
 *
 * <p>Where nothing is kept back, the head of the fair order is taken in one statement. Otherwise
 * candidates are looked at in that order; those that may not start close their organization or type
 * for this claim, and the search goes on without it until the slots are filled or nothing is left.
 */
final class Claiming {

  private final Transaction transaction;
  private final Kinds kinds;
  private final FlowGate.View view;
  private final Counting counting;
  private final Set<TaskQueue> heldBack = EnumSet.noneOf(TaskQueue.class);

  Claiming(Transaction transaction, Kinds kinds, FlowGate.View view, Counting counting) {
    this.transaction = transaction;
    this.kinds = kinds;
    this.view = view;
    this.counting = counting;
  }

  /** Claims as much as there are slots, critical first and batch last. */
  List<Claim> claim(Slots slots, WorkerId worker, Set<TaskQueue> queues) throws SQLException {
    List<Taken> taken = new ArrayList<>();
    for (TaskQueue queue : TaskQueue.values()) {
      int free = queues.contains(queue) ? slots.take(queue, Integer.MAX_VALUE) : 0;
      if (free > 0) {
        var held = new AtomicInteger(free);
        transaction.afterRollback(() -> slots.release(queue, held.get()));
        List<Taken> rows = take(queue, free);
        held.set(rows.size());
        slots.release(queue, free - rows.size());
        taken.addAll(rows);
      }
    }
    Connection connection = transaction.connection();
    Map<TaskId, AcceptedTask> tasks =
        TaskTable.load(connection, taken.stream().map(Taken::id).toList());
    // Only what ran before can have been put back.
    Map<TaskId, Integer> kept =
        KeptSteps.load(
            connection,
            taken.stream().filter(row -> row.standing().attempt() > 0).map(Taken::id).toList());
    List<Start> starts = new ArrayList<>();
    for (Taken row : taken) {
      AcceptedTask task = tasks.get(row.id());
      if (task == null) {
        throw new SQLException("Task " + row.id() + " is ready and unknown");
      }
      starts.add(new Start(task, row.standing().begun(), kept.getOrDefault(row.id(), 0)));
    }
    return RunningTable.insert(connection, worker, starts);
  }

  /** Queues in which all that is left is kept back by the rules or needs another worker. */
  Set<TaskQueue> heldBack() {
    return heldBack;
  }

  private List<Taken> take(TaskQueue queue, int free) throws SQLException {
    return view.isOpen()
        ? FairOrder.take(transaction.connection(), queue, view.known(), free)
        : takeAllowed(queue, free);
  }

  private List<Taken> takeAllowed(TaskQueue queue, int free) throws SQLException {
    Allowance allowance = counting.allowance();
    Set<OrganizationId> organizations = new HashSet<>(allowance.closedOrganizations());
    Set<Integer> others = new HashSet<>(view.others());
    others.addAll(kinds.without(kind -> !allowance.isClosed(FlowScope.of(kind.type()))));
    List<Taken> taken = new ArrayList<>();
    while (taken.size() < free && !allowance.isClosed(FlowScope.of(queue))) {
      List<Candidate> candidates =
          FairOrder.look(
              transaction.connection(),
              queue,
              new Closed(organizations, others, view.known()),
              free - taken.size());
      if (candidates.isEmpty()) {
        break;
      }
      List<Candidate> chosen = new ArrayList<>();
      for (Candidate candidate : candidates) {
        var type = kinds.kind(candidate.kind()).type();
        if (allowance.start(queue, candidate.organization(), type)) {
          chosen.add(candidate);
          continue;
        }
        if (allowance.isClosed(FlowScope.of(candidate.organization()))) {
          organizations.add(candidate.organization());
        }
        if (allowance.isClosed(FlowScope.of(type))) {
          others.addAll(kinds.without(kind -> kind.type() != type));
        }
      }
      taken.addAll(FairOrder.take(transaction.connection(), queue, chosen));
    }
    if (taken.size() < free) {
      heldBack.add(queue);
    }
    return taken;
  }
}
