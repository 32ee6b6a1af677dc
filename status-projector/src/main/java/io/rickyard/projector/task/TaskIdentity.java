package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What every message about a task tells beside its events.
 *
 * @param id the task
 * @param organization whose it is, where that is known
 * @param project the project it changes, where there is one
 * @param actor who asked for it, where that is known
 */
public record TaskIdentity(
    TaskId id,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable Actor actor) {
  /** Checks that nothing required is missing. */
  public TaskIdentity {
    requireNonNull(id, "id");
  }
}
