package io.rickyard.contracts.stack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The hosted platform's status names (Management API, project status). */
public enum StackStatus {
  /** Being built. */
  COMING_UP("COMING_UP"),
  /** Seen to work. */
  ACTIVE_HEALTHY("ACTIVE_HEALTHY"),
  /** Seen not to work, with a reason. */
  ACTIVE_UNHEALTHY("ACTIVE_UNHEALTHY"),
  /** Being stopped. */
  PAUSING("PAUSING"),
  /** Paused; its data is kept. */
  INACTIVE("INACTIVE"),
  /** Being brought back. */
  RESTORING("RESTORING"),
  /** Being stopped and started. */
  RESTARTING("RESTARTING"),
  /** Moving to another release. */
  UPGRADING("UPGRADING"),
  /** Being removed. */
  GOING_DOWN("GOING_DOWN"),
  /** Gone. */
  REMOVED("REMOVED"),
  /** Could not be built. */
  INIT_FAILED("INIT_FAILED"),
  /** Could not be paused. */
  PAUSE_FAILED("PAUSE_FAILED"),
  /** Could not be brought back. */
  RESTORE_FAILED("RESTORE_FAILED"),
  /** Changing its limits. */
  RESIZING("RESIZING"),
  /** Nobody can see it. */
  UNKNOWN("UNKNOWN");

  private final String wireName;

  StackStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static StackStatus named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(StackStatus::wireName).toList()));
  }

  /** Whether something is under way, with a deadline. */
  public boolean transitional() {
    return switch (this) {
      case COMING_UP, PAUSING, RESTORING, RESTARTING, UPGRADING, GOING_DOWN, RESIZING -> true;
      case ACTIVE_HEALTHY,
          ACTIVE_UNHEALTHY,
          INACTIVE,
          REMOVED,
          INIT_FAILED,
          PAUSE_FAILED,
          RESTORE_FAILED,
          UNKNOWN ->
          false;
    };
  }
}
