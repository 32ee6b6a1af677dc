package io.rickyard.auth.session;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of a session. */
public record SessionId(UUID value) {
  /** Checks that it is there. */
  public SessionId {
    requireNonNull(value, "value");
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static SessionId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("An id has the 36 characters of a UUID");
    }
    return new SessionId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
