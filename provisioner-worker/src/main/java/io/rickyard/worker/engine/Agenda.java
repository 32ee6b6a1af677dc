package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the commit loop has to do, gathered from everywhere, and when. */
final class Agenda implements CommitLoop.Touch {

  /**
   * What was noted for one commit.
   *
   * @param executions attempts with something to tell
   * @param heard ends that were heard, with the lane to let go of, or empty
   * @param filled queues from which something may be claimed
   * @param due whether something may be due
   * @param cancels whether somebody may have to stop
   */
  record Noted(
      List<Execution> executions,
      Map<TaskId, String> heard,
      Set<TaskQueue> filled,
      boolean due,
      boolean cancels) {}

  private final long linger;
  private final long logLinger;
  private final Slots slots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private Set<Execution> ended = new LinkedHashSet<>();
  private final Map<Execution, Long> telling = new LinkedHashMap<>();
  private final Map<Execution, Long> writing = new LinkedHashMap<>();
  private Map<TaskId, String> heard = new HashMap<>();
  private final Set<TaskQueue> backlog = EnumSet.noneOf(TaskQueue.class);
  private final Set<TaskQueue> heldBack = EnumSet.noneOf(TaskQueue.class);
  private final Set<TaskQueue> fresh = EnumSet.noneOf(TaskQueue.class);
  private boolean looks;
  private long lookAt;
  private boolean timed;
  private long dueAt;
  private boolean cancels;
  private boolean closed;

  Agenda(EngineSettings settings, Slots slots) {
    this.linger = settings.linger().toNanos();
    this.logLinger = settings.logLinger().toNanos();
    this.slots = slots;
  }

  @Override
  public void told(Execution execution) {
    note(() -> telling.putIfAbsent(execution, System.nanoTime() + linger));
  }

  @Override
  public void wrote(Execution execution) {
    note(() -> writing.putIfAbsent(execution, System.nanoTime() + logLinger));
  }

  @Override
  public void ended(Execution execution) {
    note(() -> ended.add(execution));
  }

  /** A handler has heard of an end; its lane, if it held one, can be let go of. */
  void heard(TaskId task, String lane) {
    note(() -> heard.put(task, lane));
  }

  /** There may be something to claim. */
  void filled(TaskQueue queue) {
    note(() -> {
      backlog.add(queue);
      fresh.add(queue);
    });
  }

  /** There may be something to claim anywhere. */
  void look() {
    for (TaskQueue queue : TaskQueue.values()) {
      filled(queue);
    }
  }

  /**
   * What is known to be left in the queues after a commit that looked at these. A queue in which
   * all is held back is not looked at again before something changes; what came to it since the
   * commit was handed its work is such a change.
   */
  void left(Set<TaskQueue> looked, Set<TaskQueue> left, Set<TaskQueue> held) {
    note(() -> {
      heldBack.removeAll(looked);
      for (TaskQueue queue : left) {
        if (held.contains(queue)) {
          heldBack.add(queue);
        } else {
          backlog.add(queue);
        }
      }
      looked.stream()
          .filter(queue -> !left.contains(queue) || held.contains(queue))
          .filter(queue -> !fresh.contains(queue))
          .forEach(backlog::remove);
    });
  }

  /** Whether something other than a batch task may wait for nothing but a slot. */
  Set<TaskQueue> pressing() {
    lock.lock();
    try {
      Set<TaskQueue> pressing = EnumSet.noneOf(TaskQueue.class);
      backlog.stream()
          .filter(queue -> queue != TaskQueue.BATCH && slots.free(queue) <= 0)
          .forEach(pressing::add);
      return pressing;
    } finally {
      lock.unlock();
    }
  }

  /** Queues in which all that was left was held back when they were looked at. */
  Set<TaskQueue> heldBack() {
    lock.lock();
    try {
      return Set.copyOf(heldBack);
    } finally {
      lock.unlock();
    }
  }

  /** Time alone may let something start that was held back; the soonest counts. */
  void lookIn(Duration time) {
    note(() -> {
      long at = System.nanoTime() + Math.max(0, time.toNanos());
      lookAt = looks && lookAt - at < 0 ? lookAt : at;
      looks = true;
    });
  }

  /** Whether others wait in a queue, so that a newcomer has to wait behind them. */
  boolean isFilled(TaskQueue queue) {
    lock.lock();
    try {
      return backlog.contains(queue);
    } finally {
      lock.unlock();
    }
  }

  /** Something is due after that time; the soonest counts. */
  void dueIn(Duration time) {
    note(() -> {
      long at = System.nanoTime() + Math.max(0, time.toNanos());
      dueAt = timed && dueAt - at < 0 ? dueAt : at;
      timed = true;
    });
  }

  /** Somebody may have to stop. */
  void cancels() {
    note(() -> cancels = true);
  }

  /** Somebody's slot came free, or something else may have changed. */
  void nudge() {
    note(() -> {});
  }

  /** Nothing new comes; what is noted is still handed out. */
  void close() {
    note(() -> closed = true);
  }

  private void note(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits before something is tried again. */
  void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** Waits until there is something to do; empty when it is closed and nothing is left. */
  Optional<Noted> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        if (looks && lookAt - now <= 0) {
          looks = false;
          backlog.addAll(heldBack);
        }
        Set<TaskQueue> claimable = claimable();
        Set<Execution> ripe = ripe(now);
        boolean isDue = (timed && dueAt - now <= 0);
        if (!ended.isEmpty()
            || !ripe.isEmpty()
            || !heard.isEmpty()
            || !claimable.isEmpty()
            || isDue
            || cancels) {
          return Optional.of(hand(ripe, claimable, isDue));
        }
        if (closed && telling.isEmpty() && writing.isEmpty()) {
          return Optional.empty();
        }
        var _ = changed.awaitNanos(untilNext(now));
      }
    } finally {
      lock.unlock();
    }
  }

  private Noted hand(Set<Execution> ripe, Set<TaskQueue> claimable, boolean isDue) {
    ripe.addAll(ended);
    telling.keySet().removeAll(ripe);
    writing.keySet().removeAll(ripe);
    // An end frees a slot within the same commit.
    Set<TaskQueue> filled = EnumSet.copyOf(ended.isEmpty() ? claimable : backlog);
    var noted = new Noted(new ArrayList<>(ripe), heard, filled, isDue, cancels);
    ended = new LinkedHashSet<>();
    heard = new HashMap<>();
    fresh.clear();
    timed = timed && !isDue;
    cancels = false;
    return noted;
  }

  private Set<TaskQueue> claimable() {
    Set<TaskQueue> claimable = EnumSet.noneOf(TaskQueue.class);
    backlog.stream().filter(queue -> slots.free(queue) > 0).forEach(claimable::add);
    return claimable;
  }

  private Set<Execution> ripe(long now) {
    Set<Execution> ripe = new LinkedHashSet<>();
    ripe(telling, now, ripe);
    ripe(writing, now, ripe);
    return ripe;
  }

  /** They were noted in the order of time, so the first that is not ripe ends the search. */
  private static void ripe(Map<Execution, Long> waiting, long now, Set<Execution> ripe) {
    Iterator<Map.Entry<Execution, Long>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      var entry = entries.next();
      if (entry.getValue() - now > 0) {
        return;
      }
      ripe.add(entry.getKey());
    }
  }

  private long untilNext(long now) {
    long wait = TimeUnit.SECONDS.toNanos(1);
    if (!telling.isEmpty()) {
      wait = Math.min(wait, telling.values().iterator().next() - now);
    }
    if (!writing.isEmpty()) {
      wait = Math.min(wait, writing.values().iterator().next() - now);
    }
    if (looks) {
      wait = Math.min(wait, lookAt - now);
    }
    return timed ? Math.min(wait, dueAt - now) : wait;
  }
}
