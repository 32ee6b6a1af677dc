package io.rickyard.persistence;

import io.rickyard.messaging.Backoff;
import io.rickyard.messaging.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commits in their order, many at once, used by one thread. When one fails, nothing new is
 * sent until all that failed have been sent again, in their order, one after the other.
 */
final class OutboxSender {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
  private static final int MOST_UNDER_WAY = 1_000;

  private final String name;
  private final Publisher publisher;
  private final Backoff backoff;
  private final LongConsumer onAcknowledged;
  private final CountDownLatch closing;
  private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
  private final ConcurrentLinkedQueue<OutboxEntry> failed = new ConcurrentLinkedQueue<>();
  private final LongAdder retries = new LongAdder();

  OutboxSender(
      String name,
      Publisher publisher,
      Backoff backoff,
      LongConsumer onAcknowledged,
      CountDownLatch closing) {
    this.name = name;
    this.publisher = publisher;
    this.backoff = backoff;
    this.onAcknowledged = onAcknowledged;
    this.closing = closing;
  }

  long retries() {
    return retries.sum();
  }

  void send(OutboxEntry entry) throws InterruptedException {
    underWay.acquire();
    var _ =
        publisher
            .publishAll(entry.messages())
            .whenComplete((_, failure) -> {
              if (failure == null) {
                onAcknowledged.accept(entry.id());
              } else {
                LOG.warn(
                    "event=outbox_publish_failed outbox={} row={} follows=\"sends it again\" reason=\"{}\"",
                    name,
                    entry.id(),
                    failure.getMessage());
                failed.add(entry);
              }
              underWay.release();
            });
  }

  /** Sends again what failed, until the brokers have it or this is closed. */
  void mend() throws InterruptedException {
    for (int failures = 1; !failed.isEmpty() && closing.getCount() > 0; failures++) {
      settle();
      List<OutboxEntry> again = new ArrayList<>();
      for (var entry = failed.poll(); entry != null; entry = failed.poll()) {
        again.add(entry);
      }
      again.sort(Comparator.comparingLong(OutboxEntry::id));
      if (closing.await(backoff.after(failures).toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      for (OutboxEntry entry : again) {
        retries.increment();
        if (failed.isEmpty()) {
          send(entry);
          settle();
        } else {
          failed.add(entry);
        }
      }
    }
  }

  /** Waits until nothing is under way. */
  private void settle() throws InterruptedException {
    underWay.acquire(MOST_UNDER_WAY);
    underWay.release(MOST_UNDER_WAY);
  }

  /** Waits until nothing is under way, but not for ever. */
  void settle(Duration within) throws InterruptedException {
    if (underWay.tryAcquire(MOST_UNDER_WAY, within.toNanos(), TimeUnit.NANOSECONDS)) {
      underWay.release(MOST_UNDER_WAY);
    }
  }
}
