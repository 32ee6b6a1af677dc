package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Outbox;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes decided sheets, and sets in motion what follows from them once they are committed. */
final class SheetCommit {

  private final Outbox outbox;
  private final Handlers handlers;
  private final Slots slots;
  private final Agenda agenda;
  private final Roster roster;
  private final Alarm alarm;
  private final Wake wake;
  private final FlowGate gate;
  private final Clock clock;
  private final Supplier<WorkerId> worker;
  private final Meters meters;

  SheetCommit(
      Outbox outbox,
      Handlers handlers,
      Slots slots,
      Agenda agenda,
      Roster roster,
      Alarm alarm,
      Wake wake,
      FlowGate gate,
      Clock clock,
      Supplier<WorkerId> worker,
      Meters meters) {
    this.outbox = outbox;
    this.handlers = handlers;
    this.slots = slots;
    this.agenda = agenda;
    this.roster = roster;
    this.alarm = alarm;
    this.wake = wake;
    this.gate = gate;
    this.clock = clock;
    this.worker = worker;
    this.meters = meters;
  }

  SheetWriting writing(Transaction transaction, Sheet sheet) {
    return new SheetWriting(transaction, sheet, handlers, clock.instant(), worker.get());
  }

  /** Writes a sheet. */
  void write(Transaction transaction, Sheets.Opened opened) throws SQLException {
    var writing = writing(transaction, opened.sheet());
    writing.ends();
    finish(transaction, opened, writing);
  }

  /** Writes what is left of a sheet after its ends. */
  void finish(Transaction transaction, Sheets.Opened opened, SheetWriting writing)
      throws SQLException {
    writing.lanes();
    List<AcceptedTask> direct = direct(transaction, opened.view(), writing.startable());
    writing.place(direct, opened.locked(), gate.kinds());
    var claims = writing.start(direct);
    outbox.write(transaction, writing.messages());
    if (writing.wakesOthers()) {
      wake.others(transaction.connection());
    }
    transaction.afterCommit(() -> {
      opened.sheet().taken().values().forEach(meters::accepted);
      writing.ended().forEach(ended -> meters.ended(ended.task(), ended.outcome()));
      roster.start(claims);
      roster.windUp(writing.windUps());
      writing.notices().forEach(roster::hear);
      writing.filled().forEach(agenda::filled);
      writing.nextDue().ifPresent(due -> agenda.dueIn(Duration.between(clock.instant(), due)));
      writing.nextDeadline().ifPresent(at -> alarm.in(Duration.between(clock.instant(), at)));
      if (opened.sheet().hasCancelRequests()) {
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
}
