package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the event log.
 *
 * @param position where it stands
 * @param organization whose it is
 * @param project the project, where there is one
 * @param task the task's id, where it is about one
 * @param kind {@code task} or {@code stack}
 * @param payload the entity's state after the change, as JSON
 */
public record Change(
    LogPosition position,
    @Nullable String organization,
    @Nullable String project,
    @Nullable String task,
    String kind,
    String payload) {

  /** Checks that nothing required is missing. */
  public Change {
    requireNonNull(position, "position");
    requireNonNull(kind, "kind");
    requireNonNull(payload, "payload");
  }

  /** What it is about: a later change of the same entity makes this one superfluous. */
  String entity() {
    return kind + ":" + (task == null ? project : task);
  }
}
