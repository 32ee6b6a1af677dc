package io.rickyard.projector.fold;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Version;
import java.util.List;

/**
 * The events of one message about one entity.
 *
 * @param last the entity's version after the last of them
 * @param events in their order
 * @param message what they came in, for whoever has to keep it
 */
public record Happened<E, M>(Version last, List<E> events, M message) {
  /** Checks that nothing is missing. */
  public Happened {
    requireNonNull(last, "last");
    requireNonNull(message, "message");
    events = List.copyOf(events);
    if (last.value() < events.size()) {
      throw new Inapplicable(
          "Version " + last + " is too low for " + events.size() + " events before it");
    }
  }

  /** The entity's version before the first of them. */
  public Version before() {
    return new Version(last.value() - events.size());
  }
}
