package io.rickyard.worker.sql;

import io.rickyard.service.departure.Departure;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a statement whose caller is gone. Between two statements of one query there is nothing that
 * PostgreSQL could stop, so it is told again until the query is over.
 */
final class Stopping {

  private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Statement statement;
  private final CountDownLatch over = new CountDownLatch(1);

  private Stopping(Statement statement) {
    this.statement = statement;
  }

  /** Watches over a statement until the watch is closed. */
  static Departure.Watch watch(Departure departure, Statement statement) {
    var stopping = new Stopping(statement);
    var watch = departure.watch(stopping::stop);
    return () -> {
      stopping.over.countDown();
      watch.close();
    };
  }

  private void stop() {
    try {
      do {
        statement.cancel();
      } while (!over.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      LOG.atWarn()
          .setCause(e)
          .log("A query whose caller is gone could not be stopped; it ends with its time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
