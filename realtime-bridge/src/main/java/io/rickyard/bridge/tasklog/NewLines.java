package io.rickyard.bridge.tasklog;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Wakes those who wait for lines of a task's log. */
public final class NewLines {

  /** Announced instead of ids that would be too many. */
  private static final String MANY = "*";

  private final Set<Waiting> all = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** One who waits for a task's lines; to be closed. */
  public final class Waiting implements AutoCloseable {

    private final String task;
    private final Semaphore announced = new Semaphore(0);

    private Waiting(UUID task) {
      this.task = task.toString();
    }

    /** Returns once lines were announced since the last call, or after this long. */
    void await(Duration longest) throws InterruptedException {
      if (announced.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        announced.drainPermits();
      }
    }

    /** Whether nothing will be announced any more. */
    boolean closed() {
      return closed;
    }

    @Override
    public void close() {
      all.remove(this);
    }
  }

  /** Whoever opens it hears of lines from now on. */
  Waiting of(UUID task) {
    var waiting = new Waiting(task);
    all.add(waiting);
    return waiting;
  }

  /** These tasks, their ids with commas between, have new lines. */
  public void announced(String tasks) {
    wake(waiting -> tasks.equals(MANY) || tasks.contains(waiting.task));
  }

  /** Any task may have new lines. */
  public void any() {
    wake(_ -> true);
  }

  /** Ends all streams, because this instance stops. */
  public void close() {
    closed = true;
    any();
  }

  private void wake(Predicate<Waiting> concerned) {
    all.stream().filter(concerned).forEach(waiting -> waiting.announced.release());
  }
}
