package io.rickyard.contracts.identity;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageBody;
import java.util.List;

/**
 * What happened to the tokens and sessions of one user.
 *
 * @param userId whose they are
 * @param events in the order in which they happened, at least one
 */
public record IdentityEvents(String userId, List<IdentityEvent> events) implements MessageBody {
  /** Checks that nothing required is missing. */
  public IdentityEvents {
    requireNonNull(userId, "user_id");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A message holds at least one event");
    }
  }

  @Override
  public String messageType() {
    return "identity.events";
  }
}
