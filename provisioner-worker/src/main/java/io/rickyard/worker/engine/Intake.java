package io.rickyard.worker.engine;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.queue.WaitingTable;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Sheets sheets;
  private final SheetCommit commit;
  private final Unasked unasked;
  private final FlowGate gate;
  private final Clock clock;
  private final Duration cancelPatience;
  private final Duration gapPatience;

  Intake(Sheets sheets, SheetCommit commit, FlowGate gate, Clock clock, EngineSettings settings) {
    this.sheets = sheets;
    this.commit = commit;
    this.unasked = new Unasked(sheets, commit);
    this.gate = gate;
    this.clock = clock;
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
    Map<TaskId, OrganizationId> cancelled = new HashMap<>();
    Set<String> lanes = new HashSet<>();
    boolean families = false;
    for (Envelope<?> envelope : commands) {
      TaskCommand command = command(envelope.body());
      ids.add(command.taskId());
      switch (command) {
        case CancelTask cancel -> cancelled.put(cancel.taskId(), organization(envelope));
        case SubmitTask submit -> {
          String lane = AcceptedTask.of(submit(envelope)).lane();
          if (lane != null) {
            lanes.add(lane);
          }
          TaskId parent = submit.options().parent();
          if (parent != null) {
            ids.add(parent);
            families = true;
          }
        }
      }
    }
    var concern = new Sheets.Concern(ids, Set.of(), cancelled, lanes, families, rules);
    var opened = sheets.open(transaction.connection(), concern);
    var sheet = opened.sheet();
    for (Envelope<?> envelope : commands) {
      switch (command(envelope.body())) {
        case SubmitTask submit -> sheet.submit(AcceptedTask.of(submit(envelope)), submit);
        case CancelTask cancel -> sheet.cancel(cancel);
      }
    }
    commit.write(transaction, opened);
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
    var writing = commit.writing(transaction, sheet);
    writing.fail(byId.values());
    commit.finish(transaction, new Sheets.Opened(sheet, view, true), writing);
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
    commit.write(transaction, new Sheets.Opened(sheet, view, true));
  }

  /** Does what is due about tasks that do not run; whether there may be more. */
  boolean meetDeadlines(Transaction transaction) throws SQLException {
    return unasked.meetDeadlines(transaction);
  }

  /** Asks those to stop whose parent was cancelled otherwise than by a command. */
  void followParents(Transaction transaction) throws SQLException {
    unasked.followParents(transaction);
  }

  private static OrganizationId organization(Envelope<?> envelope) {
    var organization = envelope.organization();
    if (organization == null) {
      throw new IllegalArgumentException("A cancel names the organization of its task");
    }
    return organization;
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
