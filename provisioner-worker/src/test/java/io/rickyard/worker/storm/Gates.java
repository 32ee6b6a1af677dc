package io.rickyard.worker.storm;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where handlers wait until the storm lets them go on. */
final class Gates {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Integer> open = new HashSet<>();
  private boolean allOpen;

  void open(int task) {
    change(() -> open.add(task));
  }

  void openAll() {
    change(() -> allOpen = true);
  }

  /** Somebody who waits may have died. */
  void look() {
    change(() -> {});
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen(int task) {
    lock.lock();
    try {
      return allOpen || open.contains(task);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the gate is open, or until who waits is dead.
   *
   * @param deaf whether it goes on waiting when it is interrupted, as a call does that cannot be
   */
  void await(int task, boolean deaf, BooleanSupplier dead) throws InterruptedException {
    lock.lock();
    try {
      while (!allOpen && !open.contains(task) && !dead.getAsBoolean()) {
        if (deaf) {
          changed.awaitUninterruptibly();
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
