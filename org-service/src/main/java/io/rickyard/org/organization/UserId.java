package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** A person, as auth-service names them. */
public record UserId(UUID value) {

  /** Checks that nothing required is missing. */
  public UserId {
    requireNonNull(value, "value");
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static UserId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("A user id has the 36 characters of a UUID");
    }
    return new UserId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
