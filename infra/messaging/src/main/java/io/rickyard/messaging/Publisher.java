package io.rickyard.messaging;

import io.rickyard.contracts.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts messages into topics, in the order in which it is given those of one key. */
public interface Publisher extends AutoCloseable {

  /**
   * Sends a message. The result is there once all replicas that must have it do.
   *
   * <p>It completes on a thread of the client's, which must not be blocked, and exceptionally with
   * {@link PublishFailed} when the message is not there and never will be, or with {@link
   * PublishOutcomeUnknown} when it may be there or may still come. The call itself may wait a few
   * seconds while the brokers cannot be reached.
   */
  CompletableFuture<Position> publish(OutgoingMessage message);

  /**
   * Sends messages in their order; the positions are in that order too. Completes exceptionally
   * with the first failure, when all of them are decided.
   */
  default CompletableFuture<List<Position>> publishAll(List<OutgoingMessage> messages) {
    List<CompletableFuture<Position>> sent = messages.stream().map(this::publish).toList();
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
        .thenApply(_ -> sent.stream().map(CompletableFuture::join).toList());
  }

  /** Waits for what is under way, within the delivery's time limit, and disconnects. */
  @Override
  void close();
}
