package io.rickyard.worker.engine;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.lane.Lane;
import io.rickyard.worker.lane.Member;
import io.rickyard.worker.queue.CancelMarks;
import io.rickyard.worker.queue.DeadlineTable;
import io.rickyard.worker.queue.DeadlineTable.Deadline;
import io.rickyard.worker.queue.DeadlineTable.Kind;
import io.rickyard.worker.queue.HeldTable;
import io.rickyard.worker.queue.HeldTable.Hold;
import io.rickyard.worker.queue.Kinds;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.LaterTable;
import io.rickyard.worker.queue.LaterTable.Later;
import io.rickyard.worker.queue.NoticeTable;
import io.rickyard.worker.queue.NoticeTable.Notice;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.ReadyTable;
import io.rickyard.worker.queue.ReadyTable.Ready;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.RunningTable.Start;
import io.rickyard.worker.queue.RunningTable.WindUp;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.queue.WaitingTable;
import io.rickyard.worker.queue.WaitingTable.Waiting;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.Standing;
import io.rickyard.worker.task.TaskEnd;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a decided batch of commands into the tables, set by set. */
final class SheetWriting {

  /** A task that ended without running any more. */
  record Ended(AcceptedTask task, TaskStatus outcome) {}

  private final Connection connection;
  private final Sheet sheet;
  private final Handlers handlers;
  private final Instant now;
  private final WorkerId worker;

  private final List<OutgoingMessage> messages = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<Ready> ready = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();
  private final List<Later> joining = new ArrayList<>();
  private final List<Deadline> deadlines = new ArrayList<>();
  private final List<Claim> windUps = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();

  SheetWriting(
      Transaction transaction, Sheet sheet, Handlers handlers, Instant now, WorkerId worker) {
    this.connection = transaction.connection();
    this.sheet = sheet;
    this.handlers = handlers;
    this.now = now;
    this.worker = worker;
  }

  /** Ends what ended without running any more, and asks to stop what runs. */
  void ends() throws SQLException {
    CancelMarks.requestCancel(connection, sheet.cancelRequests());
    TaskTable.leaveTombstones(connection, sheet.tombstones());
    TaskTable.removeTombstones(connection, sheet.buried());
    Set<TaskId> known = new HashSet<>(sheet.ends().keySet());
    known.removeAll(sheet.taken().keySet());
    known.addAll(sheet.windUps().keySet());
    Map<TaskId, Standing> standings = takeOut(known);
    Map<TaskId, AcceptedTask> tasks = new HashMap<>(TaskTable.load(connection, known));
    tasks.putAll(sheet.taken());

    Map<TaskId, TaskStatus> states = new LinkedHashMap<>();
    sheet
        .ends()
        .forEach((id, end) -> {
          AcceptedTask task = tasks.get(id);
          if (task == null) {
            throw new IllegalStateException("Task " + id + " ends and is unknown");
          }
          states.put(id, Ends.status(end));
          ended.add(new Ended(task, Ends.status(end)));
          end(task, end, standings.getOrDefault(id, Standing.FRESH));
        });
    TaskTable.end(connection, states);
    NoticeTable.put(connection, worker, notices);
    DeadlineTable.forget(
        connection, tasks.values().stream().filter(task -> states.containsKey(task.id())).toList());
    windUp(tasks, standings);
  }

  private void windUp(Map<TaskId, AcceptedTask> tasks, Map<TaskId, Standing> standings)
      throws SQLException {
    List<WindUp> rows = new ArrayList<>();
    for (var entry : sheet.windUps().entrySet()) {
      AcceptedTask task = tasks.get(entry.getKey());
      Standing standing = standings.get(entry.getKey());
      if (task == null || standing == null) {
        throw new IllegalStateException("Task " + entry.getKey() + " is undone and unknown");
      }
      Instant deadline = null;
      if (entry.getValue() instanceof TaskEnd.Cancelled cancelled) {
        deadline = sheet.cancelDeadline();
        standing = standing.told(1, 0);
        var asked = new TaskEvent.TaskCancelRequested(now, cancelled.reason(), deadline);
        messages.add(Turn.told(task, List.of(asked), standing.version(), now));
      }
      rows.add(new WindUp(task, standing, entry.getValue(), deadline));
    }
    windUps.addAll(RunningTable.windUp(connection, worker, rows));
  }

  private void end(AcceptedTask task, TaskEnd end, Standing standing) {
    var ending = Ends.event(end, now);
    messages.add(
        standing.version() == 0
            ? Turn.told(task, List.of(task.taken(now), ending), 2, now)
            : Turn.told(task, List.of(ending), standing.version() + 1, now));
    if (handlers.hearsEnd(task.type())) {
      notices.add(new Notice(task, standing.attempt(), 0, end, null));
    }
  }

  /** Ends tasks that nobody could read. */
  void fail(Collection<Unreadable> letters) throws SQLException {
    Map<TaskId, TaskStatus> states = new LinkedHashMap<>();
    for (Unreadable letter : letters) {
      states.put(letter.id(), TaskStatus.FAILED);
      messages.add(MessageCodec.encode(Topic.EVENTS, letter.failing(now)));
    }
    TaskTable.end(connection, states);
  }

  private Map<TaskId, Standing> takeOut(Set<TaskId> ids) throws SQLException {
    Map<TaskId, Standing> standings = new HashMap<>();
    if (!ids.isEmpty()) {
      standings.putAll(ReadyTable.remove(connection, ids));
      LaterTable.remove(connection, ids).forEach(row -> standings.put(row.id(), row.standing()));
      standings.putAll(HeldTable.remove(connection, ids));
      WaitingTable.remove(connection, ids)
          .forEach((id, version) -> standings.put(id, new Standing(0, 0, 0, version, 0)));
    }
    return standings;
  }

  /** Writes how lanes stand; who is first in a line that came free has its turn. */
  void lanes() throws SQLException {
    List<Lane> changed =
        sheet.lanes().values().stream()
            .filter(lane -> !lane.equals(sheet.before(lane.key())))
            .toList();
    List<Waiting> waiting = new ArrayList<>();
    for (AcceptedTask task : alive()) {
      String lane = task.lane();
      if (lane != null && sheet.waits(task.id())) {
        waiting.add(new Waiting(task.id(), lane, 1));
        messages.add(Turn.told(task, List.of(task.taken(now)), 1, now));
      }
    }
    due(waiting);
    if (changed.isEmpty()) {
      return;
    }
    LaneTable.save(connection, changed);
    WaitingTable.put(connection, waiting);
    Set<TaskId> promoted = new HashSet<>();
    for (Lane lane : changed) {
      var before = sheet.before(lane.key());
      WaitingTable.place(
          connection,
          lane.key(),
          lane.line().stream()
              .filter(member -> !before.line().contains(member))
              .map(Member::id)
              .toList());
      var holder = lane.holder();
      var former = before.holder();
      if (holder != null
          && (former == null || !former.id().equals(holder.id()))
          && !sheet.taken().containsKey(holder.id())
          && !sheet.due().containsKey(holder.id())) {
        promoted.add(holder.id());
      }
    }
    Map<TaskId, Long> versions = WaitingTable.remove(connection, promoted);
    for (AcceptedTask task : TaskTable.load(connection, promoted).values()) {
      long version = versions.getOrDefault(task.id(), 0L);
      if (task.lock().isPresent()) {
        hold(task, version);
      } else {
        turn(Turn.of(task, version, now));
      }
    }
  }

  /** What is due by now waits in its lane, or is ready where that is free. */
  private void due(List<Waiting> waiting) throws SQLException {
    Map<TaskId, AcceptedTask> live = new HashMap<>(sheet.due());
    live.keySet().removeAll(sheet.ends().keySet());
    if (live.isEmpty()) {
      return;
    }
    for (Later row : LaterTable.remove(connection, live.keySet())) {
      AcceptedTask task = Objects.requireNonNull(live.get(row.id()));
      var standing = row.standing().told(1, 0);
      messages.add(Turn.told(task, List.of(new TaskEvent.TaskDue(now)), standing.version(), now));
      if (sheet.waits(row.id())) {
        waiting.add(new Waiting(row.id(), Objects.requireNonNull(task.lane()), standing.version()));
      } else {
        ready.add(new Ready(task, standing));
      }
    }
  }

  /** Gives a lock to whose turn it is: that is its start, and no worker is needed for it. */
  private void hold(AcceptedTask task, long version) {
    var started = new TaskEvent.TaskStarted(now, Attempt.FIRST, worker, List.of());
    List<TaskEvent> events = version == 0 ? List.of(task.taken(now), started) : List.of(started);
    long last = version + events.size();
    holds.add(new Hold(task, new Standing(1, 0, 0, last, 0)));
    messages.add(Turn.told(task, events, last, now));
  }

  private void turn(Turn turn) {
    turn.ready().ifPresent(ready::add);
    turn.later().ifPresent(later::add);
    turn.message().ifPresent(messages::add);
  }

  private List<AcceptedTask> alive() {
    return sheet.taken().values().stream()
        .filter(task -> !sheet.ends().containsKey(task.id()))
        .toList();
  }

  /** New tasks that nothing but a slot keeps from running. */
  List<AcceptedTask> startable() {
    return alive().stream()
        .filter(task -> !sheet.waits(task.id()) && !task.isDueAfter(now) && task.lock().isEmpty())
        .toList();
  }

  /** Writes the new tasks and where those that do not start directly wait. */
  void place(List<AcceptedTask> direct, boolean locked, Kinds kinds) throws SQLException {
    TaskTable.insert(connection, alive());
    Set<TaskId> starting = new HashSet<>();
    direct.forEach(task -> starting.add(task.id()));
    var told = new Standing(0, 0, 0, 1, 0);
    for (AcceptedTask task : alive()) {
      if (starting.contains(task.id())) {
        continue;
      }
      task.expiresAt().ifPresent(at -> deadlines.add(new Deadline(task.id(), Kind.WAIT, at)));
      if (sheet.waits(task.id())) {
        continue;
      }
      if (task.lock().isPresent()) {
        hold(task, 0);
        continue;
      }
      var runAt = task.submit().runAt();
      if (runAt != null && task.isDueAfter(now)) {
        (task.joinsWhenDue() ? joining : later).add(new Later(task.id(), runAt, told));
        messages.add(Turn.told(task, List.of(task.taken(now)), 1, now));
      } else {
        // Told together with its start.
        ready.add(new Ready(task, Standing.FRESH));
      }
    }
    LaterTable.put(connection, later);
    LaterTable.putJoining(connection, joining);
    HeldTable.put(connection, holds)
        .forEach((id, until) -> deadlines.add(new Deadline(id, Kind.LEASE, until)));
    DeadlineTable.put(connection, deadlines);
    if (!locked) {
      QueueLocks.take(connection, filled());
    }
    ReadyTable.put(connection, kinds, ready);
  }

  /** Gives new tasks to this worker. */
  List<Claim> start(List<AcceptedTask> direct) throws SQLException {
    return RunningTable.insert(
        connection,
        worker,
        direct.stream().map(task -> new Start(task, Standing.FRESH.begun())).toList());
  }

  List<OutgoingMessage> messages() {
    return messages;
  }

  List<Notice> notices() {
    return notices;
  }

  /** The tasks that ended here, and how. */
  List<Ended> ended() {
    return ended;
  }

  /** The queues that got something. */
  Set<TaskQueue> filled() {
    return ReadyTable.queues(ready);
  }

  Optional<Instant> nextDue() {
    return later.stream().map(Later::dueAt).min(Instant::compareTo);
  }

  /** When something has to be looked at that does not simply become ready. */
  Optional<Instant> nextDeadline() {
    return Stream.concat(deadlines.stream().map(Deadline::at), joining.stream().map(Later::dueAt))
        .min(Instant::compareTo);
  }

  /** Tasks that this worker has to undo and end. */
  List<Claim> windUps() {
    return windUps;
  }

  /** Whether there is something that another worker may have to do. */
  boolean wakesOthers() {
    return !ready.isEmpty() || sheet.hasCancelRequests();
  }
}
