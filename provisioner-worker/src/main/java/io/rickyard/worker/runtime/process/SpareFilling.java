package io.rickyard.worker.runtime.process;

import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.SpareCluster;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a spare data directory made once no project has been created for a moment: it would take the
 * processor from those that are.
 */
final class SpareFilling implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpareFilling.class);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration END = Duration.ofSeconds(10);

  private final SpareCluster spare;
  private final SecureRandom random;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spare-cluster").factory());
  private @Nullable ScheduledFuture<?> next;

  SpareFilling(SpareCluster spare, SecureRandom random) {
    this.spare = spare;
    this.random = random;
  }

  /** A project is being created. */
  synchronized void later() {
    if (thread.isShutdown()) {
      return;
    }
    if (next != null) {
      next.cancel(false);
    }
    next = thread.schedule(this::fill, QUIET.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Without a spare one projects take longer, and that is all. */
  private void fill() {
    try {
      spare.fill(random);
    } catch (PostgresException e) {
      if (!thread.isShutdown()) {
        LOG.warn(
            "event=no_spare_cluster reason=\"{}\" follows=\"tried after the next project\"",
            e.getMessage());
      }
    }
  }

  /** Breaks off what is being made. */
  @Override
  public synchronized void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("event=spare_cluster_still_made follows=\"its processes may be left\"");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
