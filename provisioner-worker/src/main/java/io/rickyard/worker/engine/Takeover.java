package io.rickyard.worker.engine;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.queue.DeadlineTable;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.NoticeTable;
import io.rickyard.worker.queue.NoticeTable.Notice;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.ReadyTable;
import io.rickyard.worker.queue.ReadyTable.Ready;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.RunningTable.Held;
import io.rickyard.worker.queue.RunningTable.Row;
import io.rickyard.worker.queue.RunningTable.WindUp;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.queue.WorkerTable;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what a lost worker held. By the time this runs the worker has stopped by its own clock
 * (or its process is gone), so nothing it did is still under way.
 *
 * <ol>
 *   <li>What its attempts had not told of their beginning is told for them, then that the worker
 *       was lost: versions stay without gaps.
 *   <li>Each task is ready for its next attempt, keeping its lane; one that was to be cancelled is,
 *       and one that lost too many workers is given up. Both are undone here first, where their
 *       type says so.
 *   <li>Ends that its handlers had yet to hear are heard here.
 *   <li>When nothing is left, its row goes. Its late reports fail, for their tokens are gone.
 * </ol>
 */
final class Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final int AT_ONCE = 200;

  /** A task that takes its workers down with it must not go on for ever. */
  private static final int MOST_LOSSES = 5;

  /** Nor must its undoing. */
  private static final int MOST_LOSSES_UNDOING = MOST_LOSSES + 3;

  private final Transactions transactions;
  private final Outbox outbox;
  private final Handlers handlers;
  private final Roster roster;
  private final Agenda agenda;
  private final Wake wake;
  private final FlowGate gate;
  private final Clock clock;
  private final Supplier<WorkerId> heir;
  private final Meters meters;
  private Set<TaskId> suspects = Set.of();
  private Set<TaskId> unheard = Set.of();

  Takeover(
      Transactions transactions,
      Outbox outbox,
      Handlers handlers,
      Roster roster,
      Agenda agenda,
      Wake wake,
      FlowGate gate,
      Clock clock,
      Supplier<WorkerId> heir,
      Meters meters) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.handlers = handlers;
    this.roster = roster;
    this.agenda = agenda;
    this.wake = wake;
    this.gate = gate;
    this.clock = clock;
    this.heir = heir;
    this.meters = meters;
  }

  /** Takes everything over; another worker that does the same at the same time does no harm. */
  void from(WorkerId lost) {
    int tasks = 0;
    int part;
    do {
      part =
          transactions.call(transaction ->
              part(
                  transaction,
                  lost,
                  RunningTable.idsHeldBy(transaction.connection(), lost, AT_ONCE)));
      tasks += part;
    } while (part == AT_ONCE);
    transactions.run(transaction -> WorkerTable.remove(transaction.connection(), lost));
    LOG.warn("event=worker_lost worker={} tasks={} follows=\"taken over\"", lost, tasks);
  }

  /**
   * Takes over tasks that stand under this worker's own name without being in its hands: a commit
   * whose outcome was unknown gave them to it. Who is missing for the first time is only noted,
   * since a claim may just be on its way.
   */
  void strays() {
    WorkerId self = heir.get();
    Set<TaskId> strays =
        transactions.call(transaction ->
            new HashSet<>(
                RunningTable.idsHeldBy(transaction.connection(), self, Integer.MAX_VALUE)));
    strays.removeIf(roster::has);
    var again = strays.stream().filter(suspects::contains).limit(AT_ONCE).toList();
    suspects = Set.copyOf(strays);
    if (!again.isEmpty()) {
      int tasks = transactions.call(transaction -> part(transaction, self, again));
      LOG.warn("event=strays_taken_over worker={} tasks={}", self, tasks);
    }
  }

  /**
   * Hears ends that stand under this worker's own name without being heard: a commit whose outcome
   * was unknown left them. As above, who is missing for the first time is only noted.
   */
  void unheard() {
    WorkerId self = heir.get();
    List<Notice> missing =
        new ArrayList<>(
            transactions.call(transaction -> NoticeTable.of(transaction.connection(), self)));
    missing.removeIf(notice -> roster.hears(notice.task().id()));
    missing.stream().filter(notice -> unheard.contains(notice.task().id())).forEach(roster::hear);
    unheard = missing.stream().map(notice -> notice.task().id()).collect(Collectors.toSet());
  }

  private int part(Transaction transaction, WorkerId lost, List<TaskId> ids) throws SQLException {
    Connection connection = transaction.connection();
    LaneTable.lock(connection, TaskTable.lanes(connection, ids));
    List<Row> rows = RunningTable.lockRows(connection, lost, ids);
    Map<TaskId, AcceptedTask> tasks = TaskTable.load(connection, ids);
    Instant now = clock.instant();

    List<OutgoingMessage> messages = new ArrayList<>();
    List<Held> released = new ArrayList<>();
    List<Held> ended = new ArrayList<>();
    Map<TaskId, TaskStatus> states = new HashMap<>();
    List<Ready> ready = new ArrayList<>();
    List<Notice> notices = new ArrayList<>();
    if (!lost.equals(heir.get())) {
      notices.addAll(NoticeTable.takeOver(connection, lost, heir.get()));
    }
    List<Notice> fresh = new ArrayList<>();
    List<WindUp> windUps = new ArrayList<>();
    for (Row row : rows) {
      AcceptedTask task = tasks.get(row.id());
      if (task == null) {
        throw new SQLException("Task " + row.id() + " is running and unknown");
      }
      List<TaskEvent> events = events(task, row, lost, now);
      Optional<TaskEnd> end = end(row);
      boolean undone = end.isPresent() && toBeUndone(task, row);
      if (!undone) {
        end.map(how -> Ends.event(how, now)).ifPresent(events::add);
      }
      var standing = row.standing().lost().told(events.size(), 0);
      var held = new Held(row.id(), row.token(), standing);
      messages.add(Turn.told(task, events, standing.version(), now));
      if (undone) {
        released.add(held);
        var cancel = row.cancel();
        windUps.add(
            new WindUp(task, standing, end.get(), cancel == null ? null : cancel.deadline()));
      } else if (end.isPresent()) {
        ended.add(held);
        states.put(row.id(), Ends.status(end.get()));
        // Also for handlers that do not listen: hearing it lets the lane go.
        fresh.add(new Notice(task, row.standing().attempt(), row.token(), end.get(), task.lane()));
      } else {
        released.add(held);
        ready.add(new Ready(task, standing));
      }
    }
    RunningTable.end(connection, ended, states);
    var _ = RunningTable.release(connection, released); // their cancels were read with the rows
    List<Claim> undoing = RunningTable.windUp(connection, heir.get(), windUps);
    DeadlineTable.forget(
        connection, tasks.values().stream().filter(task -> states.containsKey(task.id())).toList());
    NoticeTable.put(connection, heir.get(), fresh);
    notices.addAll(fresh);
    var view = gate.share(connection);
    Set<TaskQueue> queues = ReadyTable.queues(ready);
    QueueLocks.take(connection, queues);
    ReadyTable.put(connection, gate.kinds(), ready);
    var counting = new Counting(connection, view);
    counting.ended(
        rows.stream()
            .filter(row -> row.ending() == null) // undoing is not counted
            .map(row -> Objects.requireNonNull(tasks.get(row.id())))
            .toList());
    boolean roomMade = counting.save();
    outbox.write(transaction, messages);
    if (!ready.isEmpty() || roomMade) {
      wake.others(connection);
    }
    transaction.afterCommit(() -> {
      meters.tookOver(rows.size());
      states.forEach((id, status) -> meters.ended(Objects.requireNonNull(tasks.get(id)), status));
      agenda.look();
      roster.windUp(undoing);
      notices.forEach(roster::hear);
    });
    return rows.size();
  }

  private List<TaskEvent> events(AcceptedTask task, Row row, WorkerId lost, Instant now) {
    List<TaskEvent> events = new ArrayList<>();
    var attempt = new Attempt(row.standing().attempt());
    if (row.standing().version() == 0) {
      events.add(task.taken(row.startedAt()));
    }
    if (!row.told()) {
      events.add(new TaskEvent.TaskStarted(row.startedAt(), attempt, lost, steps(task, row)));
    }
    events.add(new TaskEvent.TaskWorkerLost(now, attempt, lost));
    return events;
  }

  /** What a handler cannot plan any more must not keep its lane from being taken over. */
  private List<String> steps(AcceptedTask task, Row row) {
    var handler = handlers.of(task.type());
    if (handler.isEmpty()) {
      return List.of();
    }
    try {
      return handler.get().plan(task.run(row.standing().attempt(), row.token())).stream()
          .map(Step::name)
          .toList();
    } catch (TaskFailure | RuntimeException e) {
      LOG.error("event=plan_broken task={} follows=\"told without its steps\"", task.id(), e);
      return List.of();
    }
  }

  private boolean toBeUndone(AcceptedTask task, Row row) {
    boolean undone = handlers.undoes(task.submit().input());
    if (undone && row.standing().losses() >= MOST_LOSSES_UNDOING) {
      LOG.error(
          "event=undo_given_up task={} losses={} follows=\"ends without being undone\"",
          row.id(),
          row.standing().losses());
      return false;
    }
    return undone;
  }

  private static Optional<TaskEnd> end(Row row) {
    var ending = row.ending();
    if (ending != null) {
      return Optional.of(ending);
    }
    var cancel = row.cancel();
    if (cancel != null) {
      return Optional.of(new TaskEnd.Cancelled(cancel.reason()));
    }
    return row.standing().losses() + 1 > MOST_LOSSES
        ? Optional.of(new TaskEnd.Failed(Errors.WORKER_LOST))
        : Optional.empty();
  }
}
