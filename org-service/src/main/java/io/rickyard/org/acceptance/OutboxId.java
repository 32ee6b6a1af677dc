package io.rickyard.org.acceptance;

/** Names an accepted command until it has been sent. */
public record OutboxId(long value) {

  /** Checks the range. */
  public OutboxId {
    if (value < 1) {
      throw new IllegalArgumentException("An outbox id starts at 1");
    }
  }

  /** Reads the form that {@link #toString()} writes. */
  public static OutboxId parse(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("An outbox id is a number");
    }
    return new OutboxId(Long.parseLong(text));
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
