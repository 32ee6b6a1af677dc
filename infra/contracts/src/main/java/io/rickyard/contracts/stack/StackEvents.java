package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.ProjectRef;
import java.util.List;

/**
 * The events of one commit to one project's stack. Each event raises the version by one, so the
 * first one's version is the envelope's less the count plus one.
 *
 * @param projectRef whose events they are
 * @param events in the order in which they happened, at least one
 */
public record StackEvents(ProjectRef projectRef, List<StackEvent> events) implements MessageBody {
  /** Checks that nothing required is missing. */
  public StackEvents {
    requireNonNull(projectRef, "project_ref");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A message holds at least one event");
    }
  }

  @Override
  public String messageType() {
    return "stack.events";
  }
}
