package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.task.TaskStatus;

/** Where a task stands, as far as a command needs to know. */
public sealed interface TaskState {

  /** Nobody has heard of it. */
  record Absent() implements TaskState {}

  /**
   * It was cancelled before it came.
   *
   * @param reason why
   */
  record Tombstone(Reason reason) implements TaskState {
    /** Checks that nothing is missing. */
    public Tombstone {
      requireNonNull(reason, "reason");
    }
  }

  /** It is due later and has not run. */
  record Scheduled() implements TaskState {}

  /** It waits for its lane or for a slot. */
  record Queued() implements TaskState {}

  /** It waits for its next attempt. */
  record Retrying() implements TaskState {}

  /**
   * It holds a lock, and no worker has it.
   *
   * @param leaseOver whether its lease has ended
   */
  record Held(boolean leaseOver) implements TaskState {}

  /**
   * A worker has it.
   *
   * @param cancelRequested whether it was asked to stop
   */
  record Running(boolean cancelRequested) implements TaskState {}

  /**
   * It is over.
   *
   * @param status how it ended
   */
  record Ended(TaskStatus status) implements TaskState {
    /** Checks that it is an end. */
    public Ended {
      if (!status.ended()) {
        throw new IllegalArgumentException(status + " is no end");
      }
    }
  }
}
