package io.rickyard.worker.engine;

import io.rickyard.messaging.RetryableFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other workers left for everybody to do. What it misses is found by the sweep. */
final class WakeListener {

  private static final Logger LOG = LoggerFactory.getLogger(WakeListener.class);
  private static final int PATIENCE_MILLIS = 500;

  private final DataSource dataSource;
  private final Agenda agenda;
  private final FlowGate gate;
  private final Supplier<String> own;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("worker-wake").unstarted(this::run);

  WakeListener(DataSource dataSource, Agenda agenda, FlowGate gate, Supplier<String> own) {
    this.dataSource = dataSource;
    this.agenda = agenda;
    this.gate = gate;
    this.own = own;
  }

  void start() {
    thread.start();
  }

  void close() throws InterruptedException {
    closing.countDown();
    thread.join();
  }

  /** The loop that owns the thread; it ends when closed. */
  private void run() {
    try {
      do {
        try (Connection connection = dataSource.getConnection()) {
          listen(connection);
        } catch (SQLException e) {
          LOG.warn(
              "event=wake_listener_waits follows=\"connects again\" state={}", e.getSQLState());
        } catch (RetryableFailure e) {
          LOG.warn(
              "event=wake_listener_waits follows=\"connects again\" reason=\"{}\"", e.getMessage());
        }
      } while (!closing.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen " + Wake.CHANNEL);
      gate.refresh();
      somethingMayHaveCome();
      var notifications = connection.unwrap(PGConnection.class);
      while (closing.getCount() > 0) {
        PGNotification[] came = notifications.getNotifications(PATIENCE_MILLIS);
        if (came != null) {
          for (PGNotification notification : came) {
            heard(notification.getParameter());
          }
        }
      }
      statement.execute("unlisten *");
    }
  }

  private void heard(String payload) {
    if (payload.equals(Wake.RULES)) {
      gate.refresh();
    }
    if (!payload.equals(own.get())) {
      somethingMayHaveCome();
    }
  }

  private void somethingMayHaveCome() {
    agenda.look();
    agenda.cancels();
  }
}
