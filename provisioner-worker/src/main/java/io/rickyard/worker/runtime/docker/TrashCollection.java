package io.rickyard.worker.runtime.docker;

import io.rickyard.worker.pass.Passes;
import io.rickyard.worker.stack.StackFailure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old trash now and then. Where there is none, no engine is asked. */
final class TrashCollection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrashCollection.class);

  private final DockerStackRuntime runtime;
  private final Duration interval;
  private final Passes passes;

  TrashCollection(DockerStackRuntime runtime, Duration interval) {
    this.runtime = runtime;
    this.interval = interval;
    this.passes = Passes.later("docker-trash", interval, this::collect);
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
    passes.close();
  }
}
