package io.rickyard.worker.engine;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.worker.task.CancelRequest;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.Standing;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in memory: what it has to tell, and whether it has to stop. The attempt's own thread
 * writes, the commit loop drains; the commit loop alone moves {@link #standing()}.
 */
final class Execution implements StepContext {

  /** Why an attempt has to stop. */
  enum Stop {
    NONE,
    CANCELLED,
    TIMED_OUT,
    SILENT,
    BUDGET_SPENT,
    WORKER_STOPS,
    LEASE_LOST
  }

  private static final int LONGEST_LINE = 4096;

  private final Claim claim;
  private final WorkerId worker;
  private final TaskRun run;
  private final Clock clock;
  private final CommitLoop.Touch touch;
  private final Traces.AttemptTrace trace;
  private final List<TaskEvent> events = new ArrayList<>();
  private final List<TaskLog.Line> lines = new ArrayList<>();
  private final Map<String, String> result = new LinkedHashMap<>();
  private Standing standing;
  private long lastLine;
  private @Nullable Outcome outcome;
  private boolean sealed;
  private boolean noted;
  private boolean atWork = true;
  private boolean letGo;
  private boolean slotGiven;
  private final YieldPoints yieldPoints = new YieldPoints();
  private Stop stop = Stop.NONE;
  private @Nullable CancelRequest cancel;
  private @Nullable Thread thread;
  private final long begunAt = System.nanoTime();
  private volatile long signAt = begunAt;

  Execution(
      Claim claim,
      WorkerId worker,
      Clock clock,
      CommitLoop.Touch touch,
      Traces.AttemptTrace trace) {
    this.claim = claim;
    this.worker = worker;
    this.run = claim.run();
    this.clock = clock;
    this.touch = touch;
    this.trace = trace;
    this.standing = claim.standing();
    this.lastLine = standing.lines();
    if (standing.version() == 0) {
      // Nobody had to be told that it waits: who reads commands knows since it was accepted.
      events.add(claim.task().taken(claim.task().submit().submittedAt()));
    }
  }

  Claim claim() {
    return claim;
  }

  WorkerId worker() {
    return worker;
  }

  @Override
  public TaskRun run() {
    return run;
  }

  Attempt attempt() {
    return run.attempt();
  }

  /** How far the task is, as it was committed; for the commit loop. */
  Standing standing() {
    return standing;
  }

  void standing(Standing committed) {
    standing = committed;
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void log(LogLevel level, String text) {
    String clean = text.replace('\0', ' ');
    String cut = clean.length() > LONGEST_LINE ? clean.substring(0, LONGEST_LINE) : clean;
    boolean first;
    alive();
    synchronized (this) {
      if (sealed) {
        return;
      }
      first = lines.isEmpty();
      lines.add(new TaskLog.Line(++lastLine, now(), run.attempt(), level, cut));
    }
    if (first) {
      touch.wrote(this);
    }
  }

  @Override
  public void alive() {
    signAt = System.nanoTime();
  }

  /** How long it has given no sign of life. */
  Duration silentFor() {
    return Duration.ofNanos(System.nanoTime() - signAt);
  }

  /** How long it has been in this worker's hands. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunAt);
  }

  /** Whether the time that it has over all attempts is spent. */
  boolean budgetSpent(Instant at) {
    var end = claim.budgetEnd();
    return end != null && !end.isAfter(at);
  }

  void tell(TaskEvent event) {
    boolean first;
    alive();
    synchronized (this) {
      if (sealed) {
        return;
      }
      first = !noted;
      noted = true;
      add(event);
    }
    if (first) {
      touch.told(this);
    }
  }

  /** The attempt is over; whoever says so first is right. */
  void finish(Outcome came) {
    synchronized (this) {
      if (sealed) {
        return;
      }
      switch (came) {
        case Outcome.Over over -> add(Ends.event(over.end(), now()));
        case Outcome.TryAgain again ->
            add(
                new TaskEvent.TaskRetryScheduled(
                    now(), run.attempt(), again.error(), now().plus(again.delay())));
        case Outcome.HandedBack _ -> {
          add(new TaskEvent.TaskRetryScheduled(now(), run.attempt(), Errors.WORKER_STOPPED, now()));
          add(new TaskEvent.TaskDue(now()));
        }
        case Outcome.PutBack back ->
            add(new TaskEvent.TaskPreempted(now(), run.attempt(), back.keptSteps()));
        case Outcome.Abandoned _ -> {
          events.clear();
          lines.clear();
        }
      }
      outcome = came;
      sealed = true;
      trace.over();
    }
    touch.ended(this);
  }

  private void add(TaskEvent event) {
    events.add(event);
    trace.told(event);
  }

  /** Takes out what is to be told; the outcome comes once. */
  synchronized Told drain() {
    var told = new Told(events, lines, outcome);
    events.clear();
    lines.clear();
    noted = false;
    outcome = null;
    return told;
  }

  /** Where the attempt may be put back: the numbers of steps. */
  YieldPoints yieldPoints() {
    return yieldPoints;
  }

  /** Asks the attempt to stop, by interrupting whatever it waits for. */
  synchronized void stop(Stop why) {
    if (stop == Stop.NONE) {
      stop = why;
      interrupt();
    }
  }

  /** Follows a request to stop; true when it is news. */
  synchronized boolean cancel(CancelRequest request) {
    boolean news = cancel == null || request.deadline().isBefore(cancel.deadline());
    boolean first = cancel == null;
    if (news) {
      cancel = request;
    }
    if (first && claim.ending() == null) {
      if (!sealed) {
        events.add(new TaskEvent.TaskCancelRequested(now(), request.reason(), request.deadline()));
      }
      stop(Stop.CANCELLED);
    }
    return news;
  }

  synchronized Stop stopped() {
    return stop;
  }

  synchronized Optional<CancelRequest> cancelRequest() {
    return Optional.ofNullable(cancel);
  }

  /** Why it was cancelled. */
  synchronized Reason cancelReason() {
    return cancel == null ? Errors.CANCELLED : cancel.reason();
  }

  /** The calling thread runs it from here on. */
  synchronized void begin() {
    thread = Thread.currentThread();
    if (stop != Stop.NONE) {
      interrupt();
    }
  }

  /**
   * Its end is committed. While a thread is still at it, whoever ends that thread has to let go of
   * it; false then.
   */
  synchronized boolean letGo() {
    letGo = true;
    return !atWork;
  }

  /** Whether its end was committed before its thread came to its own. */
  synchronized boolean outlivedItsEnd() {
    return letGo;
  }

  /** Nobody runs it any more; a late interruption is cleared. */
  synchronized void finished() {
    thread = null;
    atWork = false;
    var _ = Thread.interrupted();
  }

  /** Whether a thread is still at it, and so may still have effects. */
  synchronized boolean isAtWork() {
    return atWork;
  }

  /** Whether its slot is still to be given back; true once. */
  synchronized boolean giveSlotBack() {
    boolean held = !slotGiven;
    slotGiven = true;
    return held;
  }

  /** Its slot is not given back after all. */
  synchronized void keepSlot() {
    slotGiven = false;
  }

  private void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void checkpoint() throws InterruptedException {
    if (Thread.interrupted() || stopped() != Stop.NONE) {
      throw new InterruptedException("The attempt has to stop: " + stopped());
    }
  }

  @Override
  public Optional<SealedSecret> secret(String field) {
    return Optional.ofNullable(claim.task().submit().secrets().get(field));
  }

  @Override
  public synchronized void result(String key, String value) {
    result.put(key, value);
  }

  synchronized Map<String, String> result() {
    return Map.copyOf(result);
  }
}
