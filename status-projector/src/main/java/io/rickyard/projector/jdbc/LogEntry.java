package io.rickyard.projector.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a commit changed in one entity, for the event log.
 *
 * @param kind what sort of entity
 * @param organization whose it is
 * @param project the project, where there is one
 * @param task the task, where there is one
 * @param events the names of what happened; empty when it was only accepted
 * @param payload the entity as it is now, JSON
 */
public record LogEntry(
    Kind kind,
    @Nullable String organization,
    @Nullable String project,
    @Nullable UUID task,
    List<String> events,
    String payload) {

  /** Sorts of entries. */
  public enum Kind {
    /** A task. */
    TASK("task"),
    /** A stack. */
    STACK("stack");

    private final String column;

    Kind(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /** Checks that nothing required is missing. */
  public LogEntry {
    requireNonNull(kind, "kind");
    requireNonNull(payload, "payload");
    events = List.copyOf(events);
  }
}
