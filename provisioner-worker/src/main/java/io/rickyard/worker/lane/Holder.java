package io.rickyard.worker.lane;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * The head of a lane.
 *
 * @param id which task
 * @param type what it does
 * @param phase where it stands
 * @param key the concurrency key that tells it apart, where it has one
 */
public record Holder(TaskId id, TaskType type, Phase phase, @Nullable String key) {

  /** Where the head of a lane stands. */
  public enum Phase {
    /** It waits for its first attempt: for a slot or for its time. */
    PENDING,
    /** It waits for its next attempt. */
    RETRYING,
    /** A worker has it, or it holds a lock. */
    RUNNING,
    /** It ended; what it did may still have effects, or its handler has yet to hear of it. */
    ENDING
  }

  /** Checks that nothing is missing. */
  public Holder {
    requireNonNull(id, "id");
    requireNonNull(type, "type");
    requireNonNull(phase, "phase");
  }

  /** One without a key. */
  public Holder(TaskId id, TaskType type, Phase phase) {
    this(id, type, phase, null);
  }

  Holder in(Phase now) {
    return new Holder(id, type, now, key);
  }
}
