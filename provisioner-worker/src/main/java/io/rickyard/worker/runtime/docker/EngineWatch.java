package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.ProjectRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits until something has happened to a project. What happens between two waits is not lost, and
 * many things at once wake it once.
 */
final class EngineWatch implements Consumer<Optional<ProjectRef>>, AutoCloseable {

  private final ProjectRef project;
  private final Consumer<EngineWatch> closed;
  private final Semaphore happened = new Semaphore(0);

  EngineWatch(ProjectRef project, Consumer<EngineWatch> closed) {
    this.project = project;
    this.closed = closed;
  }

  /** Waits for at most so long; whether something has happened. */
  boolean await(Duration longest) throws InterruptedException {
    var woken = happened.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
    happened.drainPermits();
    return woken;
  }

  /** Wakes whoever waits. */
  void wake() {
    happened.release();
  }

  @Override
  public void accept(Optional<ProjectRef> changed) {
    if (changed.isEmpty() || changed.get().equals(project)) {
      wake();
    }
  }

  @Override
  public void close() {
    closed.accept(this);
  }
}
