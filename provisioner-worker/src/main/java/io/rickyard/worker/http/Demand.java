package io.rickyard.worker.http;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much somebody is ready to take; whoever gives waits for it. */
final class Demand {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private long wanted;

  void add(long more) {
    lock.lock();
    try {
      wanted = Long.MAX_VALUE - wanted < more ? Long.MAX_VALUE : wanted + more;
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until one may be given. */
  void take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (wanted == 0) {
        asked.await();
      }
      if (wanted < Long.MAX_VALUE) {
        wanted--;
      }
    } finally {
      lock.unlock();
    }
  }
}
