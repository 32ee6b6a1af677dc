package io.rickyard.auth.user;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of a user. */
public record UserId(UUID value) {
  /** Checks that it is there. */
  public UserId {
    requireNonNull(value, "value");
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static UserId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("An id has the 36 characters of a UUID");
    }
    return new UserId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
