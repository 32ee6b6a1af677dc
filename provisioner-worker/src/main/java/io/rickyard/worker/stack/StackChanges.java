package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which stacks have changed since somebody looked. Telling costs nothing and never waits; what is
 * told many times is looked at once.
 */
public final class StackChanges {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Set<ProjectRef> changed = new HashSet<>();
  private boolean everything;
  private boolean closed;

  /** Something has happened to this stack. */
  public void of(ProjectRef project) {
    tell(() -> changed.add(project));
  }

  /** Something may have happened to any stack. */
  public void ofAnything() {
    tell(() -> everything = true);
  }

  /** Nobody has to wait any more. */
  void close() {
    tell(() -> closed = true);
  }

  private void tell(Runnable what) {
    lock.lock();
    try {
      what.run();
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a change, but not for longer than this.
   *
   * @return which stacks to look at; empty for all of them, also when the time is up
   */
  Optional<Set<ProjectRef>> await(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = longest.toNanos();
      while (changed.isEmpty() && !everything && !closed && left > 0) {
        left = told.awaitNanos(left);
      }
      var some =
          everything || changed.isEmpty()
              ? Optional.<Set<ProjectRef>>empty()
              : Optional.of(Set.copyOf(changed));
      everything = false;
      changed.clear();
      return some;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody has to wait any more. */
  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
