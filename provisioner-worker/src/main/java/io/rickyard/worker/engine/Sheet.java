package io.rickyard.worker.engine;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.worker.lane.Admission;
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
 */
final class Sheet {

  private final Map<TaskId, TaskState> states;
  private final Map<String, Lane> before;
  private final Map<String, Lane> lanes;
  private final Instant now;
  private final Duration cancelPatience;

  private final Map<TaskId, AcceptedTask> taken = new LinkedHashMap<>();
  private final Map<TaskId, TaskEnd> ends = new LinkedHashMap<>();
  private final Map<TaskId, CancelRequest> cancelRequests = new HashMap<>();
  private final Map<TaskId, Reason> tombstones = new HashMap<>();
  private final Set<TaskId> buried = new LinkedHashSet<>();
  private final Map<TaskId, String> laneOf = new HashMap<>();

  Sheet(
      Map<TaskId, TaskState> states,
      Map<String, Lane> lanes,
      Instant now,
      Duration cancelPatience) {
    this.states = new HashMap<>(states);
    this.before = Map.copyOf(lanes);
    this.lanes = new HashMap<>(lanes);
    this.now = now;
    this.cancelPatience = cancelPatience;
    lanes.values().forEach(this::index);
  }

  private void index(Lane lane) {
    lane.line().forEach(member -> laneOf.put(member.id(), lane.key()));
    lane.early().forEach(member -> laneOf.put(member.id(), lane.key()));
    var holder = lane.holder();
    if (holder != null) {
      laneOf.put(holder.id(), lane.key());
    }
  }

  private TaskState state(TaskId id) {
    return states.getOrDefault(id, new TaskState.Absent());
  }

  void submit(AcceptedTask task, SubmitTask command) {
    switch (Decision.decide(state(task.id()), command)) {
      case Decision.Take _ -> {
        taken.put(task.id(), task);
        states.put(task.id(), new TaskState.Queued());
        join(task);
      }
      case Decision.TakeCancelled cancelled -> {
        taken.put(task.id(), task);
        buried.add(task.id());
        pass(task);
        end(task.id(), new TaskEnd.Cancelled(cancelled.reason()));
      }
      case Decision.Unchanged _ -> {
        // It came before.
      }
      case Decision.Cancel _, Decision.RequestCancel _, Decision.LeaveTombstone _ ->
          throw new IllegalStateException("A submit cancels nothing");
    }
  }

  private void join(AcceptedTask task) {
    String key = task.lane();
    if (key == null) {
      return;
    }
    var lane = lanes.getOrDefault(key, Lane.empty(key));
    var admission =
        Admission.of(lane, new Member(task.id(), task.type(), task.command().generation()));
    laneOf.put(task.id(), key);
    apply(admission);
    if (admission.stale()) {
      end(task.id(), new TaskEnd.Failed(Errors.STALE_GENERATION));
    }
  }

  private void pass(AcceptedTask task) {
    String key = task.lane();
    var generation = task.command().generation();
    if (key != null && generation != null) {
      apply(Admission.passing(lanes.getOrDefault(key, Lane.empty(key)), generation));
    }
  }

  /** Lets the generation of a command that could not be read pass. */
  void pass(Unreadable letter) {
    var generation = letter.generation();
    if (letter.project() != null && generation != null) {
      String key = AcceptedTask.lane(letter.project());
      apply(Admission.passing(lanes.getOrDefault(key, Lane.empty(key)), generation));
    }
  }

  /** Goes on without the generations that a lane waits for. */
  void passGap(String key) {
    apply(Admission.overGap(lanes.getOrDefault(key, Lane.empty(key))));
  }

  private void apply(Admission admission) {
    lanes.put(admission.lane().key(), admission.lane());
    admission.replaced().forEach(gone -> end(gone.id(), new TaskEnd.Superseded(gone.by())));
    admission
        .stop()
        .ifPresent(id ->
            cancelRequests.put(
                id, new CancelRequest(Errors.PROJECT_DELETED, now.plus(cancelPatience))));
  }

  void cancel(CancelTask command) {
    TaskId id = command.taskId();
    switch (Decision.decide(state(id), command)) {
      case Decision.Cancel cancel -> {
        String key = laneOf.get(id);
        Lane lane = key == null ? null : lanes.get(key);
        if (lane != null) {
          lanes.put(lane.key(), lane.without(id).promote());
        }
        end(id, new TaskEnd.Cancelled(cancel.reason()));
      }
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
    return lanes;
  }

  Lane before(String key) {
    return before.getOrDefault(key, Lane.empty(key));
  }

  /** Whether a task waits behind others in its lane. */
  boolean waits(TaskId id) {
    String key = laneOf.get(id);
    Lane lane = key == null ? null : lanes.get(key);
    var holder = lane == null ? null : lane.holder();
    return lane != null && (holder == null || !holder.id().equals(id));
  }
}
