package io.rickyard.worker.engine;

import io.rickyard.messaging.RetryableFailure;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.queue.DeadlineTable;
import io.rickyard.worker.queue.LaterTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done at a time about tasks that do not run: what waited too long expires, what
 * spent its budget is given up, and what is scheduled joins its lane. All of it stands in the
 * database, so whichever worker is there does it; no task has a timer of its own.
 */
final class Deadlines {

  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Transactions transactions;
  private final Intake intake;
  private final Alarm alarm;
  private final Clock clock;
  private final Duration most;
  private final Thread thread = Thread.ofPlatform().name("worker-deadlines").unstarted(this::run);

  Deadlines(Transactions transactions, Intake intake, Alarm alarm, Clock clock, Duration most) {
    this.transactions = transactions;
    this.intake = intake;
    this.alarm = alarm;
    this.clock = clock;
    this.most = most;
  }

  void start() {
    thread.start();
  }

  void close() throws InterruptedException {
    alarm.close();
    thread.join();
  }

  /** The loop that owns the thread; whatever breaks, it ends only when closed. */
  private void run() {
    try {
      do {
        try {
          meet();
        } catch (RetryableFailure e) {
          LOG.warn("event=deadlines_wait follows=\"tries again\" reason=\"{}\"", e.getMessage());
          alarm.in(AGAIN);
        } catch (RuntimeException e) {
          LOG.error("event=deadlines_broken follows=\"goes on\"", e);
        }
      } while (alarm.await(most));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what is due, and sets the alarm for the next of it. */
  private void meet() {
    boolean more;
    do {
      more = transactions.call(intake::meetDeadlines);
    } while (more);
    transactions
        .call(transaction ->
            Stream.of(
                    DeadlineTable.next(transaction.connection()),
                    LaterTable.nextJoining(transaction.connection()))
                .flatMap(Optional::stream)
                .min(Instant::compareTo))
        .ifPresent(next -> alarm.in(Duration.between(clock.instant(), next)));
  }
}
