package io.rickyard.persistence;

import io.rickyard.messaging.RetryableFailure;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the rows that the brokers have, many at once and beside the sending. */
final class OutboxDeletions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxDeletions.class);
  private static final Duration LEAVING = Duration.ofSeconds(5);
  private static final int MOST_AT_ONCE = 1_000;

  /** Wakes the loop when there is nothing to delete and it has to end. */
  private static final long NO_ROW = -1;

  private final Transactions transactions;
  private final OutboxTable table;
  private final OutboxQueue queue;
  private final OutboxSettings settings;
  private final BlockingQueue<Long> acknowledged = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  OutboxDeletions(
      Transactions transactions, OutboxTable table, OutboxQueue queue, OutboxSettings settings) {
    this.transactions = transactions;
    this.table = table;
    this.queue = queue;
    this.settings = settings;
    this.thread =
        Thread.ofVirtual().name("outbox-deletions-" + settings.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void add(long id) {
    acknowledged.add(id);
  }

  /** Deletes what is known to be sent, if the database is there, and ends. */
  @Override
  public void close() {
    closing.countDown();
    acknowledged.add(NO_ROW);
    try {
      if (!thread.join(LEAVING)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop that owns the thread; it ends when closed. What it leaves is sent twice. */
  private void run() {
    try {
      while (closing.getCount() > 0 || !acknowledged.isEmpty()) {
        Set<Long> ids = new HashSet<>(Set.of(acknowledged.take()));
        acknowledged.drainTo(ids, MOST_AT_ONCE);
        ids.remove(NO_ROW);
        delete(ids);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "event=outbox_deletions_ended outbox={} follows=\"rows are sent again\" repair=\"restart the service\"",
          settings.name(),
          e);
    }
  }

  private void delete(Set<Long> ids) throws InterruptedException {
    for (int failures = 1; !ids.isEmpty(); failures++) {
      try {
        deleteRows(ids);
        queue.forget(ids);
        return;
      } catch (RetryableFailure e) {
        LOG.warn(
            "event=outbox_deletion_waits outbox={} rows={} follows=\"tries again\" reason=\"{}\"",
            settings.name(),
            ids.size(),
            e.getMessage());
        if (closing.await(settings.backoff().after(failures).toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    }
  }

  /**
   * A deletion that a crash forgets costs a repetition, which is allowed; so none waits for disk.
   */
  private void deleteRows(Set<Long> ids) {
    transactions.run(transaction -> {
      allowForgetting(transaction.connection().createStatement());
      table.delete(transaction.connection(), ids);
    });
  }

  private static void allowForgetting(Statement statement) throws SQLException {
    try (statement) {
      statement.execute("set local synchronous_commit = off");
    }
  }
}
