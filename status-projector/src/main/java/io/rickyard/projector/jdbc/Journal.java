package io.rickyard.projector.jdbc;

import io.rickyard.contracts.Position;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.projector.query.ReachedPositions;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/** What a transaction tells the world: changes to the event log, positions to those who wait. */
@Singleton
final class Journal {

  private final EventLog log;
  private final ReachedPositions reached;

  Journal(EventLog log, ReachedPositions reached) {
    this.log = log;
    this.reached = reached;
  }

  /** The last thing a transaction does before its commit. */
  void append(Transaction transaction, List<LogEntry> entries) throws SQLException {
    log.append(transaction, entries);
  }

  /** Lets those go on who waited for these messages, once they are committed. */
  void reached(Transaction transaction, List<Received> received) {
    List<Position> positions = received.stream().map(Received::position).toList();
    transaction.afterCommit(() -> reached.passed(positions));
  }
}
