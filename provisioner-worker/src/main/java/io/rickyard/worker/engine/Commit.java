package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Outbox;
import io.rickyard.worker.engine.Work.Report;
import io.rickyard.worker.flow.Allowance;
import io.rickyard.worker.queue.CancelMarks;
import io.rickyard.worker.queue.DeadlineTable;
import io.rickyard.worker.queue.KeptSteps;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.LaterTable;
import io.rickyard.worker.queue.LaterTable.Later;
import io.rickyard.worker.queue.NoticeTable;
import io.rickyard.worker.queue.NoticeTable.Notice;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.ReadyTable;
import io.rickyard.worker.queue.ReadyTable.Ready;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.RunningTable.Held;
import io.rickyard.worker.queue.RunningTable.Released;
import io.rickyard.worker.queue.RunningTable.WindUp;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.queue.WaitingTable;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.CancelRequest;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.TaskEnd;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the worker: everything that happened since the last one, set by set.
 *
 * <ol>
 *   <li>Lanes that come free are locked, in the order of their keys.
 *   <li>Running rows are moved on, let go of, or ended, each only for its token.
 *   <li>The queues are locked; what comes due, goes on, or is next in its lane, becomes ready.
 *   <li>Free slots are filled from the queues, critical first, batch last.
 *   <li>One outbox row holds all messages of those whose rows were still held.
 * </ol>
 */
final class Commit {

  private static final int MOST_DUE = 500;

  private final Outbox outbox;
  private final Slots slots;
  private final Clock clock;
  private final WorkerId worker;
  private final Wake wake;
  private final FlowGate gate;

  private final List<OutgoingMessage> messages = new ArrayList<>();
  private final List<Ready> ready = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();
  private final Map<TaskId, Integer> kept = new HashMap<>();
  private final List<WindUp> windUps = new ArrayList<>();

  Commit(Outbox outbox, Slots slots, Clock clock, WorkerId worker, Wake wake, FlowGate gate) {
    this.outbox = outbox;
    this.slots = slots;
    this.clock = clock;
    this.worker = worker;
    this.wake = wake;
    this.gate = gate;
  }

  /**
   * What came of it.
   *
   * @param held the reports that were not too late
   * @param notices ends to be heard now
   * @param claims tasks to be run now
   * @param windUps tasks to be undone and ended now
   * @param cancels who has to stop
   * @param looked queues that were looked at
   * @param filled queues in which something is left
   * @param heldBack those of them in which nothing may start now
   * @param nextLook how long until something kept back may start by time alone
   * @param nextDue when something is due next, as far as was looked
   */
  record Done(
      Set<TaskId> held,
      List<Notice> notices,
      List<Claim> claims,
      List<Claim> windUps,
      Map<TaskId, CancelRequest> cancels,
      Set<TaskQueue> looked,
      Set<TaskQueue> filled,
      Set<TaskQueue> heldBack,
      Optional<Duration> nextLook,
      Optional<Instant> nextDue) {}

  Done write(Transaction transaction, Work work) throws SQLException {
    Connection connection = transaction.connection();
    Set<String> lanes = concernedLanes(work);
    LaneTable.lock(connection, lanes);

    Set<TaskId> held = new HashSet<>();
    List<Notice> notices = reports(connection, work.reports(), held);
    Set<TaskId> heard = NoticeTable.remove(connection, work.heard().keySet());
    NoticeTable.put(connection, worker, notices);
    List<Claim> undoing = RunningTable.windUp(connection, worker, windUps);

    var view = gate.share(connection);
    promote(connection, stillFreed(work, held, heard));
    due(connection, work.due());
    LaterTable.put(connection, later);
    var queues = EnumSet.noneOf(TaskQueue.class);
    queues.addAll(work.filled());
    queues.addAll(ReadyTable.queues(ready));
    QueueLocks.take(connection, queues);
    ReadyTable.put(connection, gate.kinds(), ready);

    freeSlots(transaction, work, held);
    var counting = new Counting(connection, view);
    counting.ended(gone(work, held));
    var claiming = new Claiming(transaction, gate.kinds(), view, counting);
    List<Claim> claims = claiming.claim(slots, worker, queues);
    boolean roomMade = counting.save();
    Set<TaskQueue> filled = queues.isEmpty() ? Set.of() : ReadyTable.filled(connection);
    if ((!ready.isEmpty() && !filled.isEmpty()) || roomMade) {
      wake.others(connection);
    }
    Map<TaskId, CancelRequest> cancels =
        work.cancels() ? CancelMarks.cancelRequests(connection, worker) : Map.of();
    Optional<Instant> nextDue =
        work.due() || !later.isEmpty() ? LaterTable.next(connection) : Optional.empty();
    work.reports().stream()
        .filter(report -> held.contains(report.id()))
        .forEach(report -> messages.addAll(report.messages()));
    outbox.write(transaction, messages);
    return new Done(
        held,
        notices,
        claims,
        undoing,
        cancels,
        queues,
        filled,
        claiming.heldBack(),
        counting.used().flatMap(Allowance::untilRate),
        nextDue);
  }

  /** The counted tasks that this commit takes out of the running ones; undoing is not counted. */
  private static List<AcceptedTask> gone(Work work, Set<TaskId> held) {
    return work.reports().stream()
        .filter(report -> held.contains(report.id()) && report.told().outcome() != null)
        .map(report -> report.execution().claim())
        .filter(claim -> claim.ending() == null)
        .map(Claim::task)
        .toList();
  }

  private static Set<String> concernedLanes(Work work) {
    Set<String> lanes = new HashSet<>(work.heard().values());
    work.reports().stream()
        .filter(report -> report.told().outcome() != null)
        .map(report -> report.execution().claim().task().lane())
        .filter(Objects::nonNull)
        .forEach(lanes::add);
    lanes.remove("");
    return lanes;
  }

  /** Lanes are let go of once, also when a commit whose outcome was unknown is tried again. */
  private Set<String> stillFreed(Work work, Set<TaskId> held, Set<TaskId> heard) {
    Set<String> lanes = new HashSet<>();
    work.heard()
        .forEach((id, lane) -> {
          if (heard.contains(id)) {
            lanes.add(lane);
          }
        });
    lanes.remove("");
    for (Report report : work.reports()) {
      String lane = report.execution().claim().task().lane();
      if (lane != null
          && report.told().outcome() instanceof Outcome.Over
          && held.contains(report.id())
          && !report.holdsLane()) {
        lanes.add(lane);
      }
    }
    return lanes;
  }

  private List<Notice> reports(Connection connection, List<Report> reports, Set<TaskId> held)
      throws SQLException {
    List<Held> tells = new ArrayList<>();
    List<Held> ends = new ArrayList<>();
    List<Held> releases = new ArrayList<>();
    Map<TaskId, TaskStatus> states = new HashMap<>();
    Map<TaskId, Report> byId = new HashMap<>();
    for (Report report : reports) {
      byId.put(report.id(), report);
      var row = new Held(report.id(), report.execution().claim().token(), report.standing());
      switch (report.told().outcome()) {
        case null -> tells.add(row);
        case Outcome.Over over -> {
          ends.add(row);
          states.put(report.id(), Ends.status(over.end()));
        }
        case Outcome.TryAgain _, Outcome.HandedBack _, Outcome.PutBack _ -> releases.add(row);
        case Outcome.Abandoned _ -> {
          // Whoever took over says what happens.
        }
      }
    }
    held.addAll(RunningTable.tell(connection, tells));
    held.addAll(RunningTable.end(connection, ends, states));
    DeadlineTable.forget(
        connection,
        ends.stream()
            .filter(row -> held.contains(row.id()))
            .map(row -> Objects.requireNonNull(byId.get(row.id())).execution().claim().task())
            .toList());
    for (Released released : RunningTable.release(connection, releases)) {
      held.add(released.id());
      goOn(Objects.requireNonNull(byId.get(released.id())), released.cancel());
    }
    KeptSteps.save(connection, kept);
    return ends.stream()
        .map(Held::id)
        .filter(held::contains)
        .map(id -> Objects.requireNonNull(byId.get(id)))
        .filter(Report::holdsLane)
        .map(Commit::notice)
        .toList();
  }

  private static Notice notice(Report report) {
    var claim = report.execution().claim();
    if (!(report.told().outcome() instanceof Outcome.Over over)) {
      throw new IllegalStateException("Task " + report.id() + " has not ended");
    }
    return new Notice(
        claim.task(), claim.standing().attempt(), claim.token(), over.end(), claim.task().lane());
  }

  /** What was cancelled while its attempt came to its end does not go on: it is undone and ends. */
  private void goOn(Report report, @Nullable CancelRequest cancel) {
    AcceptedTask task = report.execution().claim().task();
    if (cancel != null) {
      var ending = new TaskEnd.Cancelled(cancel.reason());
      windUps.add(new WindUp(task, report.standing(), ending, cancel.deadline()));
    } else if (report.told().outcome() instanceof Outcome.TryAgain again) {
      later.add(
          new Later(task.id(), clock.instant().plus(again.delay()), report.standing().failed()));
    } else if (report.told().outcome() instanceof Outcome.PutBack back) {
      kept.put(task.id(), back.keptSteps());
      ready.add(new Ready(task, report.standing(), true));
    } else {
      ready.add(new Ready(task, report.standing()));
    }
  }

  /** The next in each lane becomes ready, or waits for its own time. */
  private void promote(Connection connection, Set<String> lanes) throws SQLException {
    List<TaskId> next = LaneTable.release(connection, lanes);
    if (next.isEmpty()) {
      return;
    }
    Map<TaskId, Long> versions = WaitingTable.remove(connection, next);
    Map<TaskId, AcceptedTask> tasks = TaskTable.load(connection, next);
    for (AcceptedTask task : tasks.values()) {
      var turn = Turn.of(task, versions.getOrDefault(task.id(), 0L), clock.instant());
      turn.ready().ifPresent(ready::add);
      turn.later().ifPresent(later::add);
      turn.message().ifPresent(messages::add);
    }
  }

  private void due(Connection connection, boolean look) throws SQLException {
    if (!look || !LaterTable.isDue(connection)) {
      return;
    }
    // Whoever cancels what is due holds the queues first, so they come first here as well.
    QueueLocks.take(connection, EnumSet.allOf(TaskQueue.class));
    List<Later> due = LaterTable.takeDue(connection, MOST_DUE);
    Map<TaskId, AcceptedTask> tasks =
        TaskTable.load(connection, due.stream().map(Later::id).toList());
    Instant now = clock.instant();
    for (Later row : due) {
      AcceptedTask task = tasks.get(row.id());
      if (task == null) {
        throw new SQLException("Task " + row.id() + " is due and unknown");
      }
      var standing = row.standing().told(1, 0);
      messages.add(Turn.told(task, List.of(new TaskEvent.TaskDue(now)), standing.version(), now));
      ready.add(new Ready(task, standing));
    }
  }

  /** What this commit ends is over if it commits, so its slots can be filled by it already. */
  private void freeSlots(Transaction transaction, Work work, Set<TaskId> held) {
    for (Report report : work.reports()) {
      var execution = report.execution();
      if (held.contains(report.id())
          && report.told().outcome() != null
          && !execution.isAtWork()
          && execution.giveSlotBack()) {
        TaskQueue queue = execution.claim().task().queue();
        slots.release(queue, 1);
        transaction.afterRollback(() -> {
          slots.restore(queue, 1);
          execution.keepSlot();
        });
      }
    }
  }
}
