package io.rickyard.worker.engine;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.lane.Admission;
import io.rickyard.worker.lane.Holder;
import io.rickyard.worker.lane.Lane;
import io.rickyard.worker.lane.Member;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.CancelRequest;
import io.rickyard.worker.task.Decision;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A batch of commands, decided one after the other in memory: where everything stood before, and
 * where it stands afterwards. Pure; it knows no table.
 *
 * <p>A task that began and does not run at the moment ends in one of two ways: at once, or, where
 * its type says so, after it has been undone, and until then it holds its lane.
 */
final class Sheet {

  private final Map<TaskId, TaskState> states;
  private final SheetLanes lanes;
  private final Instant now;
  private final Duration cancelPatience;

  private final Map<TaskId, AcceptedTask> taken = new LinkedHashMap<>();
  private final Map<TaskId, TaskEnd> ends = new LinkedHashMap<>();
  private final Map<TaskId, CancelRequest> cancelRequests = new HashMap<>();
  private final Map<TaskId, Reason> tombstones = new HashMap<>();
  private final Set<TaskId> buried = new LinkedHashSet<>();
  private final Map<TaskId, AcceptedTask> due = new LinkedHashMap<>();
  private final Map<TaskId, TaskEnd> windUps = new LinkedHashMap<>();
  private final Map<TaskId, Set<TaskId>> descendants;
  private final Set<TaskId> undoable;

  Sheet(
      Map<TaskId, TaskState> states,
      Map<String, Lane> lanes,
      Instant now,
      Duration cancelPatience) {
    this(states, lanes, Map.of(), Set.of(), now, cancelPatience);
  }

  /**
   * Begins.
   *
   * @param descendants by the tasks that are to be cancelled
   * @param undoable those that began, do not run, and have to be undone before they end
   */
  Sheet(
      Map<TaskId, TaskState> states,
      Map<String, Lane> lanes,
      Map<TaskId, Set<TaskId>> descendants,
      Set<TaskId> undoable,
      Instant now,
      Duration cancelPatience) {
    this.states = new HashMap<>(states);
    this.descendants = Map.copyOf(descendants);
    this.undoable = Set.copyOf(undoable);
    this.lanes = new SheetLanes(lanes);
    this.now = now;
    this.cancelPatience = cancelPatience;
  }

  private TaskState state(TaskId id) {
    return states.getOrDefault(id, new TaskState.Absent());
  }

  void submit(AcceptedTask task, SubmitTask command) {
    switch (Decision.decide(state(task.id()), command)) {
      case Decision.Take _ -> {
        if (parentCancelled(task)) {
          takeCancelled(task, Errors.PARENT_CANCELLED);
        } else if (task.joinsWhenDue() && task.isDueAfter(now)) {
          taken.put(task.id(), task);
          states.put(task.id(), new TaskState.Scheduled());
        } else {
          taken.put(task.id(), task);
          states.put(task.id(), new TaskState.Queued());
          join(task);
        }
      }
      case Decision.TakeCancelled cancelled -> {
        buried.add(task.id());
        takeCancelled(task, cancelled.reason());
      }
      case Decision.Unchanged _ -> {
        // It came before.
      }
      case Decision.Cancel _, Decision.RequestCancel _, Decision.LeaveTombstone _ ->
          throw new IllegalStateException("A submit cancels nothing");
    }
  }

  private void takeCancelled(AcceptedTask task, Reason reason) {
    taken.put(task.id(), task);
    pass(task);
    end(task.id(), new TaskEnd.Cancelled(reason));
  }

  private boolean parentCancelled(AcceptedTask task) {
    TaskId parent = task.submit().options().parent();
    return parent != null && isCancelled(parent);
  }

  private boolean isCancelled(TaskId id) {
    return switch (state(id)) {
      case TaskState.Tombstone _ -> true;
      case TaskState.Running running -> running.cancelRequested();
      case TaskState.Ended ended -> ended.status() == TaskStatus.CANCELLED;
      case TaskState.Absent _,
          TaskState.Scheduled _,
          TaskState.Queued _,
          TaskState.Held _,
          TaskState.Retrying _ ->
          false;
    };
  }

  /** Lets a task that was scheduled take its place in its lane. */
  void due(AcceptedTask task) {
    if (state(task.id()) instanceof TaskState.Scheduled) {
      due.put(task.id(), task);
      states.put(task.id(), new TaskState.Queued());
      join(task);
    }
  }

  private void join(AcceptedTask task) {
    String key = task.lane();
    if (key == null) {
      return;
    }
    var lane = lanes.at(key);
    var concurrency = task.submit().options().concurrency();
    var admission =
        Admission.of(
            lane,
            new Member(task.id(), task.type(), task.command().generation(), task.concurrencyKey()),
            concurrency == null ? Concurrency.Policy.QUEUE : concurrency.policy());
    lanes.enter(task.id(), key);
    apply(admission, concurrency == null ? Errors.PROJECT_DELETED : Errors.CONCURRENCY_CANCELLED);
    if (admission.stale()) {
      end(task.id(), new TaskEnd.Failed(Errors.STALE_GENERATION));
    } else if (admission.rejected()) {
      end(task.id(), new TaskEnd.Failed(Errors.CONCURRENCY_REJECTED));
    }
  }

  private void pass(AcceptedTask task) {
    String key = task.lane();
    var generation = task.command().generation();
    if (key != null && generation != null) {
      apply(Admission.passing(lanes.at(key), generation));
    }
  }

  /** Lets the generation of a command that could not be read pass. */
  void pass(Unreadable letter) {
    var generation = letter.generation();
    if (letter.project() != null && generation != null) {
      String key = AcceptedTask.lane(letter.project());
      apply(Admission.passing(lanes.at(key), generation));
    }
  }

  /** Goes on without the generations that a lane waits for. */
  void passGap(String key) {
    apply(Admission.overGap(lanes.at(key)));
  }

  private void apply(Admission admission) {
    apply(admission, Errors.PROJECT_DELETED);
  }

  private void apply(Admission admission, Reason why) {
    lanes.put(admission.lane());
    admission.replaced().forEach(gone -> end(gone.id(), new TaskEnd.Superseded(gone.by())));
    admission.stop().ifPresent(id -> stop(admission.lane(), id, why));
  }

  private void stop(Lane lane, TaskId id, Reason reason) {
    var holder = lane.holder();
    if (holder != null && holder.phase() == Holder.Phase.RETRYING) {
      endIdle(id, new TaskEnd.Cancelled(reason));
    } else {
      cancelRequests.putIfAbsent(id, new CancelRequest(reason, now.plus(cancelPatience)));
    }
  }

  /** Cancels a task, and with it everything below it. */
  void cancel(CancelTask command) {
    cancelOne(command);
    if (isCancelled(command.taskId())) {
      for (TaskId id : descendants.getOrDefault(command.taskId(), Set.of())) {
        cancelKnown(new CancelTask(id, Errors.PARENT_CANCELLED, command.force()));
      }
    }
  }

  /** Cancels a task that came before, and nothing else. */
  void cancelKnown(CancelTask command) {
    if (!(state(command.taskId()) instanceof TaskState.Absent)) {
      cancelOne(command);
    }
  }

  /** When who is asked to stop now is ended by force. */
  Instant cancelDeadline() {
    return now.plus(cancelPatience);
  }

  /** Ends a task that has waited too long for its first attempt. */
  void expire(TaskId id) {
    switch (state(id)) {
      case TaskState.Scheduled _, TaskState.Queued _ -> endIdle(id, new TaskEnd.Expired());
      case TaskState.Absent _,
          TaskState.Tombstone _,
          TaskState.Retrying _,
          TaskState.Held _,
          TaskState.Running _,
          TaskState.Ended _ -> {
        // It has begun, or is over.
      }
    }
  }

  /** Gives up a task that has no time left and waits for its next attempt. */
  void giveUp(TaskId id, TaskError error) {
    switch (state(id)) {
      case TaskState.Retrying _ -> endIdle(id, new TaskEnd.Failed(error));
      case TaskState.Absent _,
          TaskState.Tombstone _,
          TaskState.Scheduled _,
          TaskState.Queued _,
          TaskState.Held _,
          TaskState.Running _,
          TaskState.Ended _ -> {
        // Whoever runs it looks at the time.
      }
    }
  }

  /** Takes a lock from who has neither renewed nor released it in time. */
  void leaseOver(TaskId id) {
    if (state(id) instanceof TaskState.Held held && held.leaseOver()) {
      endIdle(id, new TaskEnd.Failed(Errors.LEASE_ENDED));
    }
  }

  /** Gives up a lock, or the place in its line; whether there was anything to give up. */
  boolean release(TaskId id) {
    return switch (state(id)) {
      case TaskState.Held held -> {
        endIdle(
            id,
            held.leaseOver()
                ? new TaskEnd.Failed(Errors.LEASE_ENDED)
                : new TaskEnd.Succeeded(Map.of()));
        yield !held.leaseOver();
      }
      case TaskState.Queued _ -> {
        endIdle(id, new TaskEnd.Cancelled(Errors.RELEASED));
        yield true;
      }
      case TaskState.Absent _,
          TaskState.Tombstone _,
          TaskState.Scheduled _,
          TaskState.Retrying _,
          TaskState.Running _,
          TaskState.Ended _ ->
          false;
    };
  }

  /** Ends a task that nobody runs: at once, or after it has been undone. */
  private void endIdle(TaskId id, TaskEnd end) {
    Lane lane = lanes.of(id);
    if (undoable.contains(id)) {
      windUps.put(id, end);
      states.put(id, new TaskState.Running(true));
      if (lane != null) {
        lanes.put(lane.holderRunning());
      }
      return;
    }
    if (lane != null) {
      lanes.put(lane.without(id).promote());
    }
    end(id, end);
  }

  private void cancelOne(CancelTask command) {
    TaskId id = command.taskId();
    switch (Decision.decide(state(id), command)) {
      case Decision.Cancel cancel -> endIdle(id, new TaskEnd.Cancelled(cancel.reason()));
      case Decision.RequestCancel request -> {
        Instant deadline = request.force() ? now : now.plus(cancelPatience);
        cancelRequests.merge(
            id,
            new CancelRequest(request.reason(), deadline),
            (one, other) -> one.deadline().isBefore(other.deadline()) ? one : other);
        states.put(id, new TaskState.Running(true));
      }
      case Decision.LeaveTombstone tombstone -> {
        tombstones.put(id, tombstone.reason());
        states.put(id, new TaskState.Tombstone(tombstone.reason()));
      }
      case Decision.Unchanged _ -> {
        // Too late, or asked before.
      }
      case Decision.Take _, Decision.TakeCancelled _ ->
          throw new IllegalStateException("A cancel takes nothing in");
    }
  }

  private void end(TaskId id, TaskEnd end) {
    ends.put(id, end);
    states.put(id, new TaskState.Ended(Ends.status(end)));
  }

  /** The tasks that came, in their order, also those that ended at once. */
  Map<TaskId, AcceptedTask> taken() {
    return taken;
  }

  /** The tasks that ended without running any more, and how. */
  Map<TaskId, TaskEnd> ends() {
    return ends;
  }

  /** The tasks that end as soon as they have been undone, and how. */
  Map<TaskId, TaskEnd> windUps() {
    return windUps;
  }

  /** The tasks that were scheduled and are due now, also those that ended at once. */
  Map<TaskId, AcceptedTask> due() {
    return due;
  }

  Map<TaskId, CancelRequest> cancelRequests() {
    return cancelRequests;
  }

  boolean hasCancelRequests() {
    return !cancelRequests.isEmpty();
  }

  Map<TaskId, Reason> tombstones() {
    return tombstones;
  }

  /** The tasks whose tombstone has done its work. */
  Set<TaskId> buried() {
    return buried;
  }

  Map<String, Lane> lanes() {
    return lanes.all();
  }

  Lane before(String key) {
    return lanes.before(key);
  }

  /** Whether a task waits behind others in its lane. */
  boolean waits(TaskId id) {
    return lanes.waits(id);
  }
}
