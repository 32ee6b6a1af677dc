package io.rickyard.worker.lane;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * A task in a lane.
 *
 * @param id the task
 * @param type what it does
 * @param generation the desired state it brings about, where it changes a project
 * @param key the concurrency key that tells it apart, where it has one
 */
public record Member(
    TaskId id, TaskType type, @Nullable Generation generation, @Nullable String key) {
  /** Checks that nothing required is missing. */
  public Member {
    requireNonNull(id, "id");
    requireNonNull(type, "type");
  }

  /** One without a key. */
  public Member(TaskId id, TaskType type, @Nullable Generation generation) {
    this(id, type, generation, null);
  }
}
