package io.rickyard.org.team;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageId;
import java.util.UUID;

/** The id of a team, which events name it by: a slug may be given again. */
public record TeamId(UUID value) {

  /** Checks that nothing required is missing. */
  public TeamId {
    requireNonNull(value, "value");
  }

  /** A new one, a UUIDv7 like all our ids. */
  public static TeamId next() {
    return new TeamId(MessageId.next().value());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
