package io.rickyard.worker.engine;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.worker.lane.Holder;
import io.rickyard.worker.lane.Lane;
import io.rickyard.worker.queue.ChildTable;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.TaskState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sheets: locks what is concerned, in the one order, and reads where it stands. */
final class Sheets {

  private static final Logger LOG = LoggerFactory.getLogger(Sheets.class);

  private final Handlers handlers;
  private final FlowGate gate;
  private final Clock clock;
  private final Duration cancelPatience;

  Sheets(Handlers handlers, FlowGate gate, Clock clock, Duration cancelPatience) {
    this.handlers = handlers;
    this.gate = gate;
    this.clock = clock;
    this.cancelPatience = cancelPatience;
  }

  /**
   * What is to be decided about.
   *
   * @param known tasks whose state matters
   * @param idle tasks that may end without running
   * @param cancelled tasks that are cancelled with all below them, and whose they are
   * @param lanes lanes that get something
   * @param families whether parents are concerned, whose cancels have to be waited for
   * @param rules rules that administrators set
   */
  record Concern(
      Set<TaskId> known,
      Set<TaskId> idle,
      Map<TaskId, OrganizationId> cancelled,
      Set<String> lanes,
      boolean families,
      List<Envelope<FlowRules>> rules) {

    /** Whether lanes and queues have to be locked before anything is decided. */
    boolean locks() {
      return !lanes.isEmpty() || !idle.isEmpty() || !cancelled.isEmpty() || families;
    }
  }

  /**
   * A sheet with what holds for it until the commit.
   *
   * @param sheet to be decided on
   * @param view the rules
   * @param locked whether lanes and queues are locked
   */
  record Opened(Sheet sheet, FlowGate.View view, boolean locked) {}

  Opened open(Connection connection, Concern concern) throws SQLException {
    Map<TaskId, Set<TaskId>> below = ChildTable.descendants(connection, concern.cancelled());
    Set<TaskId> stopping = new HashSet<>(concern.idle());
    stopping.addAll(concern.cancelled().keySet());
    below.values().forEach(stopping::addAll);
    Set<String> lanes = new HashSet<>(concern.lanes());
    lanes.addAll(TaskTable.lanes(connection, stopping));
    boolean locked = concern.locks();
    Set<TaskId> running = Set.of();
    if (locked) {
      LaneTable.lock(connection, lanes);
      running = RunningTable.lock(connection, stopping);
    }
    for (Envelope<FlowRules> newer : concern.rules()) {
      replaceRules(connection, newer);
    }
    var view = gate.share(connection);
    if (locked) {
      QueueLocks.take(connection, EnumSet.allOf(TaskQueue.class));
      requireSame(below, ChildTable.descendants(connection, concern.cancelled()));
    }
    Set<TaskId> known = new HashSet<>(concern.known());
    known.addAll(stopping);
    Map<TaskId, TaskState> states = TaskTable.states(connection, known);
    Map<String, Lane> laneStates = locked ? LaneTable.load(connection, lanes) : Map.of();
    requireLocked(stopping, running, states);
    Set<TaskId> undoable = locked ? undoable(connection, states, laneStates) : Set.of();
    var sheet = new Sheet(states, laneStates, below, undoable, clock.instant(), cancelPatience);
    return new Opened(sheet, view, locked);
  }

  private static void replaceRules(Connection connection, Envelope<FlowRules> newer)
      throws SQLException {
    long version = newer.version().value();
    if (FlowGate.replace(connection, version, newer.body())) {
      Wake.rulesChanged(connection);
      LOG.info(
          "event=flow_rules_changed version={} pauses={} limits={} by={}",
          version,
          newer.body().pauses().size(),
          newer.body().limits().size(),
          newer.actor().id());
    }
  }

  /** Those that began and wait for another attempt, and are undone before they end. */
  private Set<TaskId> undoable(
      Connection connection, Map<TaskId, TaskState> states, Map<String, Lane> lanes)
      throws SQLException {
    Set<TaskId> undoable = new HashSet<>();
    states.forEach((id, state) -> {
      if (state instanceof TaskState.Retrying) {
        undoable.add(id);
      }
    });
    for (Lane lane : lanes.values()) {
      var holder = lane.holder();
      if (holder != null && holder.phase() == Holder.Phase.RETRYING) {
        undoable.add(holder.id());
      }
    }
    var tasks = TaskTable.load(connection, undoable);
    undoable.removeIf(id -> {
      var task = tasks.get(id);
      return task == null || !handlers.undoes(task.submit().input());
    });
    return undoable;
  }

  /** A child that came between looking and locking is locked the next time. */
  private static void requireSame(Map<TaskId, Set<TaskId>> before, Map<TaskId, Set<TaskId>> after) {
    if (!before.equals(after)) {
      throw new RetryableFailure(
          "Children came while their parent was cancelled",
          new IllegalStateException("not locked"));
    }
  }

  /** A task that began to run between the two locks is locked the next time. */
  private static void requireLocked(
      Set<TaskId> stopping, Set<TaskId> running, Map<TaskId, TaskState> states) {
    for (TaskId id : stopping) {
      if (states.get(id) instanceof TaskState.Running && !running.contains(id)) {
        throw new RetryableFailure(
            "Task " + id + " began to run while it was cancelled",
            new IllegalStateException("not locked"));
      }
    }
  }
}
