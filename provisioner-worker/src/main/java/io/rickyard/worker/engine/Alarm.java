package io.rickyard.worker.engine;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one thread at the soonest of the times that others set. */
final class Alarm {

  private static final Duration NEVER = Duration.ofDays(365);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean armed;
  private boolean closed;
  private long at;

  /** Sets it, unless it goes off sooner anyway. */
  void in(Duration time) {
    // A year is as good as never, and does not overflow.
    Duration wait = time.compareTo(NEVER) > 0 ? NEVER : time;
    long then = System.nanoTime() + Math.max(0, wait.toNanos());
    lock.lock();
    try {
      if (!armed || then - at < 0) {
        at = then;
        armed = true;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it goes off, or that long at most; false when it is closed. */
  boolean await(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed) {
        long now = System.nanoTime();
        long left = armed ? Math.min(at - now, until - now) : until - now;
        if (left <= 0) {
          armed = false;
          return true;
        }
        var _ = changed.awaitNanos(left);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
