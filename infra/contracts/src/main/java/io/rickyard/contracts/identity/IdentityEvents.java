package io.rickyard.contracts.identity;

import io.rickyard.contracts.MessageBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the tokens and sessions of one user, or of everybody.
 *
 * @param userId whose they are; null where it concerns everybody
 * @param events in the order in which they happened, at least one
 */
public record IdentityEvents(@Nullable String userId, List<IdentityEvent> events)
    implements MessageBody {
  /** Checks that nothing required is missing. */
  public IdentityEvents {
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
