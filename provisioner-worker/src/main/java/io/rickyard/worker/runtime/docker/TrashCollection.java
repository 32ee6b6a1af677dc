package io.rickyard.worker.runtime.docker;

import io.rickyard.worker.stack.StackFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old trash now and then. Where there is none, no engine is asked. */
final class TrashCollection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrashCollection.class);

  private final DockerStackRuntime runtime;
  private final Duration interval;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  TrashCollection(DockerStackRuntime runtime, Duration interval) {
    this.runtime = runtime;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("docker-trash").start(this::run);
  }

  private void run() {
    try {
      while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        collect();
      }
    } catch (InterruptedException _) {
      LOG.debug("trash is collected no more");
    }
  }

  private void collect() throws InterruptedException {
    try {
      runtime.collectTrash();
    } catch (StackFailure e) {
      LOG.warn("event=trash_kept reason=\"{}\" next_try={}", e.getMessage(), interval);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
