package io.rickyard.messaging;

import java.sql.SQLException;
import java.util.List;

/**
 * Applies messages. What it does on the transaction's connection happens exactly once; everything
 * else may happen again.
 *
 * <p>A {@link RetryableFailure}, and a database failure that is one, lets the subscription wait and
 * try the same messages again. Any other exception is held against a message: the batch is split
 * until the message is alone, and that one becomes a dead letter.
 */
@FunctionalInterface
public interface BatchHandler {

  /** Applies a batch: for each partition in its order, at least one message. */
  void handle(Transaction transaction, List<Received> batch) throws SQLException;

  /**
   * Notes, in the same transaction, what went to the dead letters. What it throws is logged and
   * does not keep the letters from being passed over, unless it is retryable.
   */
  default void deadLettered(Transaction transaction, List<DeadLetter> letters)
      throws SQLException {}
}
