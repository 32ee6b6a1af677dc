package io.rickyard.projector.query;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are asked for; what is null or empty does not matter.
 *
 * @param states in one of these states
 * @param type of this type
 * @param queue in this queue
 * @param project of this project
 * @param after older than this one
 */
public record TaskFilter(
    Set<TaskStatus> states,
    @Nullable TaskType type,
    @Nullable TaskQueue queue,
    @Nullable String project,
    @Nullable TaskId after) {

  /** Copies the states. */
  public TaskFilter {
    states = Set.copyOf(states);
  }

  /** Whether only tasks are asked for that have not ended. */
  boolean onlyLive() {
    return !states.isEmpty() && states.stream().noneMatch(TaskStatus::ended);
  }
}
