package io.rickyard.org.branch;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageId;
import java.util.UUID;

/** Names a branch beside its project's reference. */
public record BranchId(UUID value) {

  /** Checks that nothing is missing. */
  public BranchId {
    requireNonNull(value, "value");
  }

  /** One that nobody has. */
  public static BranchId next() {
    return new BranchId(MessageId.next().value());
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static BranchId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("A branch's id has the 36 characters of a UUID");
    }
    return new BranchId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
