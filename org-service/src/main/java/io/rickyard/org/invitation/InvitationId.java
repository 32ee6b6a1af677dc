package io.rickyard.org.invitation;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageId;
import java.util.UUID;

/** The id of an invitation. It opens nothing: the secret does. */
public record InvitationId(UUID value) {

  /** Checks that nothing required is missing. */
  public InvitationId {
    requireNonNull(value, "value");
  }

  /** A new one, a UUIDv7 like all our ids. */
  public static InvitationId next() {
    return new InvitationId(MessageId.next().value());
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static InvitationId parse(String text) {
    return new InvitationId(MessageId.parse(text).value());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
