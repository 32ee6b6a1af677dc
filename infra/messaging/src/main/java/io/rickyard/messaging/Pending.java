package io.rickyard.messaging;

import io.rickyard.contracts.Position;
import org.jspecify.annotations.Nullable;

/** A message between its arrival and its commit. */
final class Pending {

  private final IncomingMessage message;
  private final long arrivedAt = System.nanoTime();
  private int attempts;
  private @Nullable DeadLetter letter;
  private boolean noted = true;

  Pending(IncomingMessage message) {
    this.message = message;
  }

  IncomingMessage message() {
    return message;
  }

  Partition partition() {
    Position position = message.position();
    return new Partition(position.topic(), position.partition());
  }

  long next() {
    return message.position().offset() + 1;
  }

  /** How long it lies here, in nanoseconds. */
  long age() {
    return System.nanoTime() - arrivedAt;
  }

  /** Counts a try that failed on account of this message or one beside it. */
  void failed() {
    attempts++;
  }

  int attempts() {
    return attempts;
  }

  /** The letter that the brokers have, when it was given up. */
  @Nullable DeadLetter letter() {
    return letter;
  }

  /** Whether the handler is told of the letter; not if that is what failed. */
  boolean isNoted() {
    return noted;
  }

  void leaveUnnoted() {
    noted = false;
  }

  void becomes(DeadLetter deadLetter) {
    letter = deadLetter;
  }
}
