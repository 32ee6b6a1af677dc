package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The names of a task's states; the last five end it. */
public enum TaskStatus {
  /** Accepted, not due yet. */
  SCHEDULED("scheduled"),
  /** Waits for a worker. */
  QUEUED("queued"),
  /** A worker holds it. */
  RUNNING("running"),
  /** An attempt failed; the next one is due later. */
  RETRYING("retrying"),
  /** Done. */
  SUCCEEDED("succeeded"),
  /** Given up, with the error that says why. */
  FAILED("failed"),
  /** Ended on request. */
  CANCELLED("cancelled"),
  /** Its time to live in the queue ran out. */
  EXPIRED("expired"),
  /** A newer command took its place. */
  SUPERSEDED("superseded");

  private final String wireName;

  TaskStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static TaskStatus named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(TaskStatus::wireName).toList()));
  }

  /** Whether a task in this state has reached its end. */
  public boolean ended() {
    return switch (this) {
      case SCHEDULED, QUEUED, RUNNING, RETRYING -> false;
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED, SUPERSEDED -> true;
    };
  }
}
