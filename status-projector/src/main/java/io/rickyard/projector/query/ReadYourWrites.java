package io.rickyard.projector.query;

import io.rickyard.contracts.Position;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;

/**
 * Waits until a position is projected: by this instance, which tells at once, or by another, which
 * shows in the stored offsets.
 */
@Singleton
public final class ReadYourWrites {

  private static final Duration PIECE = Duration.ofMillis(25);

  private static final String PASSED =
      """
      select from consumer_offset
       where consumer = ? and topic = ? and partition = ? and next_offset > ?
      """;

  private final ReachedPositions reached;
  private final Transactions transactions;

  ReadYourWrites(ReachedPositions reached, Transactions transactions) {
    this.reached = reached;
    this.transactions = transactions;
  }

  /**
   * Waits.
   *
   * @param consumer whose offsets count
   * @return whether the position was passed in time
   */
  public boolean await(String consumer, Position position, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      if (reached.await(position, Duration.ZERO) || stored(consumer, position)) {
        return true;
      }
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        return false;
      }
      if (reached.await(position, left.compareTo(PIECE) < 0 ? left : PIECE)) {
        return true;
      }
    }
  }

  private boolean stored(String consumer, Position position) {
    return transactions.ask(connection -> {
      try (PreparedStatement select = connection.prepareStatement(PASSED)) {
        select.setString(1, consumer);
        select.setString(2, position.topic().topicName());
        select.setInt(3, position.partition());
        select.setLong(4, position.offset());
        try (ResultSet rows = select.executeQuery()) {
          return rows.next();
        }
      }
    });
  }
}
