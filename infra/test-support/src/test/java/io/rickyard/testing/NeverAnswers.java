package io.rickyard.testing;

import io.rickyard.contracts.Position;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Publisher;
import java.util.concurrent.CompletableFuture;

/** Brokers that take everything in and never say so. */
final class NeverAnswers implements Publisher {

  @Override
  public CompletableFuture<Position> publish(OutgoingMessage message) {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {}
}
