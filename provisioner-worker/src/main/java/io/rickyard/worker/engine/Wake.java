package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Tells the other workers that there is something to do: one notification per commit at most, and
 * none where there is nobody else.
 */
final class Wake {

  /** The channel of notifications; the payload is the sender, so that it can ignore itself. */
  static final String CHANNEL = "rickyard_worker";

  private final Supplier<WorkerId> worker;
  private volatile boolean alone;

  Wake(Supplier<WorkerId> worker) {
    this.worker = worker;
  }

  /** What is sent in the place of the sender when the rules have changed: for everybody. */
  static final String RULES = "rules";

  /** Whether other workers are known. */
  void alone(boolean none) {
    alone = none;
  }

  /** Wakes the others when the transaction commits. */
  void others(Connection connection) throws SQLException {
    if (!alone) {
      send(connection, worker.get().value());
    }
  }

  /** Tells everybody, also the sender, that the rules have changed. */
  static void rulesChanged(Connection connection) throws SQLException {
    send(connection, RULES);
  }

  private static void send(Connection connection, String payload) throws SQLException {
    try (var notify = connection.prepareStatement("select pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, payload);
      notify.execute();
    }
  }
}
