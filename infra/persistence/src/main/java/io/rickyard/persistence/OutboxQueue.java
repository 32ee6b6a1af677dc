package io.rickyard.persistence;

import io.rickyard.persistence.OutboxEntry.Line;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The commits that wait in memory, in the order in which each line of messages was committed.
 *
 * <p>Two transactions that change one entity commit one after the other, but their threads may
 * report it the other way round. Rows get their ids under the entity's lock, so the ids tell: a
 * commit waits here while an earlier row of one of its lines is written but not yet decided.
 */
final class OutboxQueue {

  /** Longer than any transaction; then the relay finds the row, if there is one. */
  private static final Duration UNDECIDED = Duration.ofSeconds(30);

  private record Undecided(Set<Line> lines, long since) {}

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final NavigableMap<Long, Undecided> undecided = new TreeMap<>();
  private final NavigableMap<Long, OutboxEntry> blocked = new TreeMap<>();
  private final Deque<OutboxEntry> ready = new ArrayDeque<>();
  private final Set<Long> held = new HashSet<>();
  private boolean closed;

  OutboxQueue(int most) {
    this.most = most;
  }

  /** A row was written and its transaction is not yet decided. */
  void written(OutboxEntry entry) {
    locked(() -> {
      undecided.put(entry.id(), new Undecided(entry.lines(), System.nanoTime()));
      held.add(entry.id());
    });
  }

  /** The row's transaction has committed. With too much in memory, the table keeps it. */
  void committed(OutboxEntry entry) {
    locked(() -> {
      undecided.remove(entry.id());
      if (ready.size() + blocked.size() >= most) {
        held.remove(entry.id());
      } else {
        blocked.put(entry.id(), entry);
      }
      release();
    });
  }

  /** The row's transaction has rolled back, or nobody knows; then the table does. */
  void rolledBack(OutboxEntry entry) {
    locked(() -> {
      undecided.remove(entry.id());
      held.remove(entry.id());
      release();
    });
  }

  /** Rows that were found in the table, oldest first. */
  void found(List<OutboxEntry> entries) {
    locked(() -> {
      for (OutboxEntry entry : entries) {
        if (held.add(entry.id())) {
          ready.addLast(entry);
        }
      }
      filled.signal();
    });
  }

  /** The rows are deleted, or left to the table. */
  void forget(Set<Long> ids) {
    locked(() -> held.removeAll(ids));
  }

  /** The ids of which this process takes care. */
  Set<Long> held() {
    lock.lock();
    try {
      return Set.copyOf(held);
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return ready.size() + blocked.size();
    } finally {
      lock.unlock();
    }
  }

  int room() {
    return Math.max(0, most - size());
  }

  /** Lets nobody wait any more. */
  void close() {
    locked(() -> {
      closed = true;
      filled.signalAll();
    });
  }

  /** The next commit, or none within the time. */
  Optional<OutboxEntry> take(Duration within) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = within.toNanos();
      while (ready.isEmpty() && left > 0 && !closed) {
        left = filled.awaitNanos(left);
      }
      return Optional.ofNullable(ready.pollFirst());
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of what no thread reported the end of; returns the ids. */
  Set<Long> expire() {
    lock.lock();
    try {
      Set<Long> expired = new HashSet<>();
      long now = System.nanoTime();
      undecided.forEach((id, row) -> {
        if (now - row.since() > UNDECIDED.toNanos()) {
          expired.add(id);
        }
      });
      undecided.keySet().removeAll(expired);
      held.removeAll(expired);
      release();
      return expired;
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    Iterator<OutboxEntry> candidates = blocked.values().iterator();
    Set<Line> stillBlocked = new HashSet<>();
    while (candidates.hasNext()) {
      OutboxEntry entry = candidates.next();
      Set<Line> lines = entry.lines();
      if (waitsForEarlier(entry.id(), lines) || !Collections.disjoint(lines, stillBlocked)) {
        stillBlocked.addAll(lines);
      } else {
        candidates.remove();
        ready.addLast(entry);
        filled.signal();
      }
    }
  }

  private boolean waitsForEarlier(long id, Set<Line> lines) {
    return undecided.headMap(id).values().stream()
        .anyMatch(earlier -> !Collections.disjoint(earlier.lines(), lines));
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
