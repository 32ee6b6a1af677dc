package io.rickyard.projector.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rickyard.contracts.task.TaskStatus;

/** How an attempt ended. */
public enum AttemptOutcome {
  /** Its task succeeded. */
  @JsonProperty("succeeded")
  SUCCEEDED,
  /** It failed. */
  @JsonProperty("failed")
  FAILED,
  /** It was stopped on request. */
  @JsonProperty("cancelled")
  CANCELLED,
  /** Its worker went silent. */
  @JsonProperty("lost")
  LOST,
  /** It was put back to make room for others. */
  @JsonProperty("preempted")
  PREEMPTED;

  /** How the attempt ends that is under way when its task reaches an end. */
  static AttemptOutcome with(TaskStatus end) {
    return switch (end) {
      case SUCCEEDED -> SUCCEEDED;
      case CANCELLED, SUPERSEDED -> CANCELLED;
      case FAILED, EXPIRED -> FAILED;
      case SCHEDULED, QUEUED, RUNNING, RETRYING ->
          throw new IllegalArgumentException(end + " is no end");
    };
  }
}
