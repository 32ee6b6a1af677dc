package io.rickyard.org.acceptance;

import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;

/** The types of task that some worker runs; what nobody runs is refused. */
public final class KnownTypes {

  private final TaskTypes types;

  /** Knows what these know. */
  public KnownTypes(TaskTypes types) {
    this.types = types;
  }

  /** What holds for the tasks of a type. */
  public TypeTerms terms(TaskType type) {
    return types.terms(type).orElseThrow(() -> unknown(type));
  }

  /** What a worker said of an extension's type. */
  public TypeAnnouncement announcement(ExtensionType type) {
    return types.announcement(type).orElseThrow(() -> unknown(type));
  }

  private Refused unknown(TaskType type) {
    return types.isComplete()
        ? new Refused(
            Refusal.INVALID, "type: '%s' is none of %s".formatted(type.wireName(), types.names()))
        : new Refused(Refusal.BUSY, "What workers can run is still being read: try again");
  }
}
