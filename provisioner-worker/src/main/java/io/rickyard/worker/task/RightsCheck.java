package io.rickyard.worker.task;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * The second look at rights, when a task is about to start: acceptance looked first, but a
 * membership may have gone since. Asked on the hot path for every task, so it answers from memory.
 */
@FunctionalInterface
public interface RightsCheck {

  /**
   * Whether the actor is known to have lost the right to such a task. What this worker has not
   * heard of yet is not lost: acceptance checked it.
   *
   * @param project what the task is about, where it is about one
   */
  boolean lost(
      OrganizationId organization, @Nullable ProjectRef project, Actor actor, TaskType type);
}
