package io.rickyard.worker.engine;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Outbox;
import io.rickyard.worker.lane.Lane;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.queue.WaitingTable;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.TaskState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands in, a batch in one transaction. Handing in a command twice has one effect.
 *
 * <ol>
 *   <li>Where lanes or running tasks are concerned, these are locked first, then the queues, and
 *       only then is looked where everything stands.
 *   <li>Each command is decided in its order, on a sheet in memory.
 *   <li>The sheet is written, set by set. Where a slot is free and the lane empty, a task goes in
 *       already running, and its start is told together with what follows.
 * </ol>
 */
public final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Outbox outbox;
  private final Handlers handlers;
  private final Slots slots;
  private final Agenda agenda;
  private final Roster roster;
  private final Wake wake;
  private final FlowGate gate;
  private final Clock clock;
  private final Supplier<WorkerId> worker;
  private final Duration cancelPatience;
  private final Duration gapPatience;

  Intake(
      Outbox outbox,
      Handlers handlers,
      Slots slots,
      Agenda agenda,
      Roster roster,
      Wake wake,
      FlowGate gate,
      Clock clock,
      Supplier<WorkerId> worker,
      EngineSettings settings) {
    this.outbox = outbox;
    this.handlers = handlers;
    this.slots = slots;
    this.agenda = agenda;
    this.roster = roster;
    this.wake = wake;
    this.gate = gate;
    this.clock = clock;
    this.worker = worker;
    this.cancelPatience = settings.cancelPatience();
    this.gapPatience = settings.gapPatience();
  }

  /**
   * Takes commands in, and with them the rules that administrators set.
   *
   * @throws IllegalArgumentException when one of them cannot be run whatever happens
   */
  public void take(Transaction transaction, List<? extends Envelope<?>> messages)
      throws SQLException {
    Connection connection = transaction.connection();
    List<Envelope<?>> commands = new ArrayList<>();
    List<Envelope<FlowRules>> rules = new ArrayList<>();
    for (Envelope<?> envelope : messages) {
      if (envelope.body() instanceof FlowRules) {
        rules.add(rules(envelope));
      } else {
        commands.add(envelope);
      }
    }
    Set<TaskId> ids = new HashSet<>();
    Set<TaskId> cancelled = new HashSet<>();
    Set<String> lanes = new HashSet<>();
    for (Envelope<?> envelope : commands) {
      TaskCommand command = command(envelope.body());
      ids.add(command.taskId());
      switch (command) {
        case CancelTask cancel -> cancelled.add(cancel.taskId());
        case SubmitTask _ -> {
          String lane = AcceptedTask.of(submit(envelope)).lane();
          if (lane != null) {
            lanes.add(lane);
          }
        }
      }
    }
    lanes.addAll(TaskTable.lanes(connection, cancelled));
    boolean locked = !lanes.isEmpty() || !cancelled.isEmpty();
    Set<TaskId> running = Set.of();
    if (locked) {
      LaneTable.lock(connection, lanes);
      running = RunningTable.lock(connection, cancelled);
    }
    for (Envelope<FlowRules> newer : rules) {
      replaceRules(connection, newer);
    }
    var view = gate.share(connection);
    if (locked) {
      QueueLocks.take(connection, EnumSet.allOf(TaskQueue.class));
    }
    Map<TaskId, TaskState> states = TaskTable.states(connection, ids);
    Map<String, Lane> laneStates = locked ? LaneTable.load(connection, lanes) : Map.of();
    requireLocked(cancelled, running, states);

    var sheet = new Sheet(states, laneStates, clock.instant(), cancelPatience);
    for (Envelope<?> envelope : commands) {
      switch (command(envelope.body())) {
        case SubmitTask submit -> sheet.submit(AcceptedTask.of(submit(envelope)), submit);
        case CancelTask cancel -> sheet.cancel(cancel);
      }
    }
    write(transaction, sheet, view, locked);
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

  /**
   * Fails tasks whose commands are dead letters, so that nobody waits for them for ever. The
   * generation of such a command counts as come: what follows it must not wait for it.
   */
  public void giveUp(Transaction transaction, List<Unreadable> letters) throws SQLException {
    Connection connection = transaction.connection();
    Set<String> keys = new HashSet<>();
    Map<TaskId, Unreadable> byId = new LinkedHashMap<>();
    for (Unreadable letter : letters) {
      byId.put(letter.id(), letter);
      if (letter.project() != null && letter.generation() != null) {
        keys.add(AcceptedTask.lane(letter.project()));
      }
    }
    LaneTable.lock(connection, keys);
    var view = gate.share(connection);
    QueueLocks.take(connection, keys.isEmpty() ? Set.of() : EnumSet.allOf(TaskQueue.class));
    byId.keySet().removeAll(TaskTable.states(connection, byId.keySet()).keySet());
    var sheet =
        new Sheet(Map.of(), LaneTable.load(connection, keys), clock.instant(), cancelPatience);
    byId.values().forEach(sheet::pass);
    var writing = new SheetWriting(transaction, sheet, handlers, clock.instant(), worker.get());
    writing.fail(byId.values());
    finish(transaction, sheet, writing, view, true);
  }

  /**
   * Goes on in lanes where a generation is missing for too long: its command was lost in a way that
   * the relay could not mend, and the project must not stand still for ever.
   */
  void passGaps(Transaction transaction) throws SQLException {
    Connection connection = transaction.connection();
    List<String> keys = WaitingTable.stranded(connection, gapPatience);
    if (keys.isEmpty()) {
      return;
    }
    LOG.error(
        "event=generation_missing lanes={} follows=\"goes on without it\" repair=\"look why org-service's relay did not emit it\"",
        keys);
    LaneTable.lock(connection, keys);
    var view = gate.share(connection);
    QueueLocks.take(connection, EnumSet.allOf(TaskQueue.class));
    var sheet =
        new Sheet(Map.of(), LaneTable.load(connection, keys), clock.instant(), cancelPatience);
    keys.forEach(sheet::passGap);
    write(transaction, sheet, view, true);
  }

  /** A task that began to run between the two locks is locked the next time. */
  private static void requireLocked(
      Set<TaskId> cancelled, Set<TaskId> running, Map<TaskId, TaskState> states) {
    for (TaskId id : cancelled) {
      if (states.get(id) instanceof TaskState.Running && !running.contains(id)) {
        throw new RetryableFailure(
            "Task " + id + " began to run while it was cancelled",
            new IllegalStateException("not locked"));
      }
    }
  }

  private void write(Transaction transaction, Sheet sheet, FlowGate.View view, boolean locked)
      throws SQLException {
    var writing = new SheetWriting(transaction, sheet, handlers, clock.instant(), worker.get());
    writing.ends();
    finish(transaction, sheet, writing, view, locked);
  }

  private void finish(
      Transaction transaction,
      Sheet sheet,
      SheetWriting writing,
      FlowGate.View view,
      boolean locked)
      throws SQLException {
    writing.lanes();
    List<AcceptedTask> direct = direct(transaction, view, writing.startable());
    writing.place(direct, locked, gate.kinds());
    var claims = writing.start(direct);
    outbox.write(transaction, writing.messages());
    if (writing.wakesOthers()) {
      wake.others(transaction.connection());
    }
    transaction.afterCommit(() -> {
      claims.forEach(roster::start);
      writing.notices().forEach(roster::hear);
      writing.filled().forEach(agenda::filled);
      writing.nextDue().ifPresent(due -> agenda.dueIn(Duration.between(clock.instant(), due)));
      if (sheet.hasCancelRequests()) {
        agenda.cancels();
      }
    });
  }

  /**
   * Those that can run at once: a slot is free, nobody waits for one, and no rule has to be asked.
   */
  private List<AcceptedTask> direct(
      Transaction transaction, FlowGate.View view, List<AcceptedTask> startable) {
    List<AcceptedTask> direct = new ArrayList<>();
    for (AcceptedTask task : startable) {
      TaskQueue queue = task.queue();
      if (gate.startsDirectly(view, task) && !agenda.isFilled(queue) && slots.take(queue, 1) == 1) {
        transaction.afterRollback(() -> slots.release(queue, 1));
        direct.add(task);
      }
    }
    return direct;
  }

  private static TaskCommand command(MessageBody body) {
    if (body instanceof TaskCommand command) {
      return command;
    }
    throw new IllegalArgumentException("A " + body.messageType() + " is no task command");
  }

  @SuppressWarnings("unchecked") // asked only of envelopes whose body was seen to be rules
  private static Envelope<FlowRules> rules(Envelope<?> envelope) {
    return (Envelope<FlowRules>) envelope;
  }

  @SuppressWarnings("unchecked") // asked only of envelopes whose body was seen to be a submit
  private static Envelope<SubmitTask> submit(Envelope<?> envelope) {
    return (Envelope<SubmitTask>) envelope;
  }
}
