package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.StatementRefused;
import io.rickyard.persistence.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a worker that writes what its tasks came to: everything that gathered while the
 * last transaction was under way goes into the next one. An end does not wait; starts and steps
 * wait a little, so that a short task is told with one record and one commit.
 */
final class CommitLoop {

  private static final Logger LOG = LoggerFactory.getLogger(CommitLoop.class);

  /** How an attempt makes itself heard. */
  interface Touch {
    /** It has an event to tell. */
    void told(Execution execution);

    /** It has a log line to tell. */
    void wrote(Execution execution);

    /** It is over. */
    void ended(Execution execution);
  }

  private final Transactions transactions;
  private final Outbox outbox;
  private final Handlers handlers;
  private final Slots slots;
  private final Clock clock;
  private final Supplier<WorkerId> worker;
  private final Wake wake;
  private final FlowGate gate;
  private final Agenda agenda;
  private final Roster roster;
  private final Meters meters;
  private final Thread thread;

  CommitLoop(
      Transactions transactions,
      Outbox outbox,
      Handlers handlers,
      Slots slots,
      Clock clock,
      Supplier<WorkerId> worker,
      Wake wake,
      FlowGate gate,
      Agenda agenda,
      Roster roster,
      Meters meters) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.handlers = handlers;
    this.slots = slots;
    this.clock = clock;
    this.worker = worker;
    this.wake = wake;
    this.gate = gate;
    this.agenda = agenda;
    this.roster = roster;
    this.meters = meters;
    this.thread = Thread.ofPlatform().name("worker-commits").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether it can still commit. */
  boolean isRunning() {
    return thread.isAlive();
  }

  /** Waits until everything is committed that was handed over before the agenda was closed. */
  void join(Duration within) throws InterruptedException {
    if (!thread.join(within)) {
      LOG.warn("event=commits_unfinished follows=\"another worker takes the rest over\"");
      thread.interrupt();
      thread.join();
    }
  }

  /** The loop that owns the thread; it ends when the agenda is closed and empty. */
  private void run() {
    try {
      while (true) {
        var noted = agenda.take();
        if (noted.isEmpty()) {
          return;
        }
        commit(work(noted.get()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "event=commits_ended follows=\"the lease runs out and another worker takes over\" repair=\"restart the worker\"",
          e);
    }
  }

  private Work work(Agenda.Noted noted) {
    List<Work.Report> reports = new ArrayList<>();
    for (Execution execution : noted.executions()) {
      Told told = execution.drain();
      if (!told.events().isEmpty() || !told.lines().isEmpty() || told.outcome() != null) {
        reports.add(report(execution, told));
      }
    }
    Set<TaskQueue> filled = EnumSet.noneOf(TaskQueue.class);
    filled.addAll(noted.filled());
    if (makesRoom(reports)) {
      filled.addAll(agenda.heldBack());
    }
    return new Work(reports, noted.heard(), filled, noted.due(), noted.cancels());
  }

  /** Whether an end may let start what was held back. */
  private boolean makesRoom(List<Work.Report> reports) {
    return reports.stream()
        .anyMatch(report ->
            report.told().outcome() != null && gate.mayMakeRoom(report.execution().claim().task()));
  }

  private Work.Report report(Execution execution, Told told) {
    var task = execution.claim().task();
    var now = clock.instant();
    var standing = execution.standing().told(told.events().size(), told.lines().size());
    List<OutgoingMessage> messages = new ArrayList<>(2);
    if (!told.lines().isEmpty()) {
      messages.add(MessageCodec.encode(Topic.LOGS, task.logging(told.lines(), now)));
    }
    if (!told.events().isEmpty()) {
      messages.add(Turn.told(task, told.events(), standing.version(), now));
    }
    boolean ends = told.outcome() instanceof Outcome.Over;
    boolean holdsLane =
        ends && (handlers.hearsEnd(task.type()) || (task.lane() != null && execution.isAtWork()));
    return new Work.Report(execution, told, standing, messages, holdsLane);
  }

  private void commit(Work work) throws InterruptedException {
    for (int failures = 0; !work.isEmpty(); failures++) {
      try {
        var commit = new Commit(outbox, slots, clock, worker.get(), wake, gate);
        long begun = System.nanoTime();
        var done = transactions.call(transaction -> commit.write(transaction, work));
        meters.committed(Duration.ofNanos(System.nanoTime() - begun));
        apply(work, done);
        return;
      } catch (RetryableFailure e) {
        LOG.warn(
            "event=commit_waits failures={} reports={} follows=\"tries again\"",
            failures + 1,
            work.reports().size(),
            failures == 0 ? e : null);
        agenda.pause(Duration.ofMillis(Math.min(2_000, 50L << Math.min(failures, 6))));
      } catch (StatementRefused e) {
        refused(work, e);
        return;
      }
    }
  }

  /** One report that the database cannot hold must not keep the others from being written. */
  private void refused(Work work, StatementRefused e) throws InterruptedException {
    if (work.reports().size() <= 1) {
      LOG.error(
          "event=report_refused task={} repair=\"a fault of this program; the task is taken over as lost\"",
          work.reports().stream().map(report -> report.id().toString()).findFirst().orElse(""),
          e);
      work.reports().forEach(report -> roster.drop(report.execution()));
      return;
    }
    for (Work.Report report : work.reports()) {
      commit(new Work(List.of(report), Map.of(), Set.of(), false, false));
    }
    commit(new Work(List.of(), work.heard(), work.filled(), work.due(), work.cancels()));
  }

  private void apply(Work work, Commit.Done done) {
    work.heard().keySet().forEach(roster::heard);
    done.notices().forEach(roster::hear);
    for (Work.Report report : work.reports()) {
      var execution = report.execution();
      boolean over = report.told().outcome() != null;
      if (done.held().contains(report.id())) {
        execution.standing(report.standing());
        count(execution, report.told().outcome());
        if (over) {
          roster.leave(execution);
        }
      } else {
        if (!(report.told().outcome() instanceof Outcome.Abandoned)) {
          meters.refusedLate();
          LOG.warn(
              "event=claim_lost task={} token={} follows=\"its late report is refused\"",
              report.id(),
              execution.claim().token());
        }
        execution.stop(Execution.Stop.LEASE_LOST);
        if (over) {
          roster.drop(execution);
        }
      }
    }
    roster.start(done.claims());
    roster.windUp(done.windUps());
    done.cancels().forEach(roster::cancel);
    agenda.left(done.looked(), done.filled(), done.heldBack());
    done.nextLook().ifPresent(agenda::lookIn);
    done.nextDue().map(this::until).ifPresent(agenda::dueIn);
  }

  private void count(Execution execution, @Nullable Outcome outcome) {
    var task = execution.claim().task();
    switch (outcome) {
      case null -> {
        return;
      }
      case Outcome.Over over -> meters.ended(task, Ends.status(over.end()));
      case Outcome.TryAgain _ -> meters.retried(task);
      case Outcome.PutBack _ -> meters.putBack(task);
      case Outcome.HandedBack _, Outcome.Abandoned _ -> {
        // Nobody's failure; what it took is measured all the same.
      }
    }
    meters.ran(task, execution.age());
  }

  private Duration until(Instant due) {
    return Duration.between(clock.instant(), due);
  }
}
