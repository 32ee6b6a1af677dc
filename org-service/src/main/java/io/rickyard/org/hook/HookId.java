package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageId;
import java.util.UUID;

/** The id of an inbound hook; it is part of the hook's address. */
public record HookId(UUID value) {

  /** Checks that nothing required is missing. */
  public HookId {
    requireNonNull(value, "value");
  }

  /** A new one, a UUIDv7 like all our ids. */
  public static HookId next() {
    return new HookId(MessageId.next().value());
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static HookId parse(String text) {
    return new HookId(MessageId.parse(text).value());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
