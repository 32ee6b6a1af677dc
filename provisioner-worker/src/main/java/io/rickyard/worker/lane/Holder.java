package io.rickyard.worker.lane;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskType;

/**
 * The head of a lane.
 *
 * @param id which task
 * @param type what it does
 * @param phase where it stands
 */
public record Holder(TaskId id, TaskType type, Phase phase) {

  /** Where the head of a lane stands. */
  public enum Phase {
    /** It waits for its first attempt: for a slot or for its time. */
    PENDING,
    /** It waits for its next attempt. */
    RETRYING,
    /** A worker has it. */
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
}
