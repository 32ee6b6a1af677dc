package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.worker.engine.Execution.Stop;
import io.rickyard.worker.queue.NoticeTable.Notice;
import io.rickyard.worker.task.CancelRequest;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts that this worker has in hand, each on a virtual thread of its own. */
final class Roster {

  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
  private static final int HEARINGS = 5;

  private record Entry(Execution execution, long since) {}

  private final Attempts attempts;
  private final Handlers handlers;
  private final Slots slots;
  private final Agenda agenda;
  private final Clock clock;
  private final Supplier<WorkerId> worker;
  private final Meters meters;
  private final Traces traces;
  private final Map<TaskId, Entry> active = new ConcurrentHashMap<>();
  private final Map<TaskId, Execution> leaving = new ConcurrentHashMap<>();
  private final Map<TaskId, Notice> deferred = new ConcurrentHashMap<>();
  private final Set<TaskId> hearing = ConcurrentHashMap.newKeySet();

  Roster(
      Attempts attempts,
      Handlers handlers,
      Slots slots,
      Agenda agenda,
      Clock clock,
      Supplier<WorkerId> worker,
      Meters meters,
      Traces traces) {
    this.attempts = attempts;
    this.handlers = handlers;
    this.slots = slots;
    this.agenda = agenda;
    this.clock = clock;
    this.worker = worker;
    this.meters = meters;
    this.traces = traces;
  }

  /** Runs tasks beside the others, without asking for a free slot: they only have to be undone. */
  void windUp(List<Claim> claims) {
    for (Claim claim : claims) {
      slots.restore(claim.task().queue(), 1);
      start(claim);
    }
  }

  /** Runs tasks that were claimed; their slots are taken already. */
  void start(List<Claim> claims) {
    if (!claims.isEmpty()) {
      meters.claimed(claims.size());
    }
    for (Claim claim : claims) {
      if (claim.standing().attempt() == 1) {
        meters.started(claim.task(), Duration.between(claim.task().startableAt(), clock.instant()));
      }
      start(claim);
    }
  }

  private void start(Claim claim) {
    var name = claim.worker();
    var execution = new Execution(claim, name, clock, agenda, traces.begin(claim, name));
    Entry former = active.put(claim.task().id(), new Entry(execution, System.nanoTime()));
    if (former != null) {
      // It was taken from this worker and came back before that was noticed.
      abandon(former.execution());
    }
    if (!name.equals(worker.get())) {
      // The lease was lost while the claim was under way.
      abandon(execution);
    }
    Thread.ofVirtual()
        .name("task-" + claim.task().id())
        .start(() -> {
          attempts.run(execution);
          leaving.remove(claim.task().id(), execution);
          stopped(execution);
        });
  }

  /** The attempt's thread is at its end. What was ended by force before is let go of only now. */
  private void stopped(Execution execution) {
    if (execution.outlivedItsEnd()) {
      drop(execution);
      Notice notice = deferred.remove(execution.run().taskId());
      if (notice != null) {
        hearNow(notice);
      }
    }
  }

  /** Its end is committed, or it goes on elsewhere. */
  void leave(Execution execution) {
    if (execution.letGo()) {
      drop(execution);
    }
  }

  /** It is none of this worker's business any more. */
  void drop(Execution execution) {
    TaskId id = execution.run().taskId();
    leaving.put(id, execution);
    if (!execution.isAtWork()) {
      leaving.remove(id, execution);
    }
    active.computeIfPresent(id, (_, entry) -> entry.execution() == execution ? null : entry);
    giveSlotBack(execution);
  }

  private void giveSlotBack(Execution execution) {
    if (execution.giveSlotBack()) {
      slots.release(execution.claim().task().queue(), 1);
      agenda.nudge();
    }
  }

  /**
   * Lets a handler hear of an end, as soon as the attempt has really stopped. To be called before
   * {@link #leave}.
   */
  void hear(Notice notice) {
    TaskId id = notice.task().id();
    hearing.add(id);
    Entry entry = active.get(id);
    Execution last = entry == null ? leaving.get(id) : entry.execution();
    if (last == null) {
      hearNow(notice);
      return;
    }
    deferred.put(id, notice);
    if (last.letGo() && deferred.remove(id) != null) {
      drop(last);
      hearNow(notice);
    }
  }

  /** It is committed that an end was heard. */
  void heard(TaskId id) {
    hearing.remove(id);
  }

  /** Whether an end is being heard, or will be as soon as its attempt has stopped. */
  boolean hears(TaskId id) {
    return hearing.contains(id);
  }

  private void hearNow(Notice notice) {
    Thread.ofVirtual()
        .name("ended-" + notice.task().id())
        .start(() -> {
          var lane = notice.lane();
          tellHandler(notice);
          agenda.heard(notice.task().id(), lane == null ? "" : lane);
        });
  }

  /** It owns its thread: a handler that cannot listen must not keep the lane for ever. */
  private void tellHandler(Notice notice) {
    var handler = handlers.of(notice.task().type());
    for (int hearing = 1; handler.isPresent() && hearing <= HEARINGS; hearing++) {
      try {
        handler
            .get()
            .ended(notice.task().run(Math.max(1, notice.attempt()), notice.token()), notice.end());
        return;
      } catch (RuntimeException | Error e) {
        LOG.error(
            "event=end_unheard task={} hearing={} follows=\"{}\"",
            notice.task().id(),
            hearing,
            hearing < HEARINGS ? "tries again" : "the lane is let go of",
            e);
        try {
          TimeUnit.MILLISECONDS.sleep(200L << hearing);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Follows a request to stop a task. */
  void cancel(TaskId id, CancelRequest request) {
    Entry entry = active.get(id);
    if (entry != null && entry.execution().cancel(request)) {
      agenda.told(entry.execution());
    }
  }

  /** Ends what was asked to stop and did not in time, and interrupts what runs too long. */
  void watch() {
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    for (Entry entry : active.values()) {
      var execution = entry.execution();
      var request = execution.cancelRequest();
      var silence = execution.claim().task().submit().options().silenceTimeout();
      if (request.isPresent() && !request.get().deadline().isAfter(now)) {
        execution.finish(new Outcome.Over(new TaskEnd.Cancelled(request.get().reason())));
      } else if (nanos - entry.since() > longest(execution).toNanos()) {
        execution.stop(Stop.TIMED_OUT);
      } else if (silence != null && execution.silentFor().compareTo(silence) > 0) {
        execution.stop(Stop.SILENT);
      } else if (execution.budgetSpent(now)) {
        execution.stop(Stop.BUDGET_SPENT);
      }
    }
  }

  private Duration longest(Execution execution) {
    var input = execution.run().input();
    var wanted = execution.claim().task().submit().options().runTimeout();
    return handlers
        .of(input.taskType())
        .map((TaskHandler handler) -> {
          var most = handler.terms().longestRun();
          var longest = wanted == null ? handler.runTimeout(input) : wanted;
          return longest.compareTo(most) < 0 ? longest : most;
        })
        .orElse(Duration.ofMinutes(1));
  }

  /** Interrupts everything. */
  void stopAll(Stop why) {
    active.values().forEach(entry -> entry.execution().stop(why));
  }

  /** Forgets everything: it has gone to others. */
  void abandon() {
    active.values().forEach(entry -> abandon(entry.execution()));
  }

  private static void abandon(Execution execution) {
    execution.stop(Stop.LEASE_LOST);
    execution.finish(new Outcome.Abandoned());
  }

  /** What it has in hand now. */
  List<Execution> executions() {
    return active.values().stream().map(Entry::execution).toList();
  }

  boolean isEmpty() {
    return active.isEmpty();
  }

  boolean has(TaskId id) {
    return active.containsKey(id);
  }

  Collection<TaskId> ids() {
    return active.keySet();
  }
}
