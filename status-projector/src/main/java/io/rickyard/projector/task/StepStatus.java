package io.rickyard.projector.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a step stands. */
public enum StepStatus {
  /** Planned. */
  @JsonProperty("pending")
  PENDING,
  /** Under way. */
  @JsonProperty("running")
  RUNNING,
  /** Done. */
  @JsonProperty("completed")
  COMPLETED,
  /** Found done. */
  @JsonProperty("skipped")
  SKIPPED,
  /** Failed. */
  @JsonProperty("failed")
  FAILED,
  /** Taken back. */
  @JsonProperty("undone")
  UNDONE
}
