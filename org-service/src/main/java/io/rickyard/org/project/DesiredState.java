package io.rickyard.org.project;

import java.util.Arrays;

/** What a project shall be; whether it is that yet is not known here. */
public enum DesiredState {
  /** It shall run. */
  ACTIVE("active"),
  /** It shall be stopped and keep its data. */
  PAUSED("paused"),
  /** It shall be gone. */
  DELETED("deleted");

  private final String wireName;

  DesiredState(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in the table. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} for an unknown one. */
  public static DesiredState named(String name) {
    return Arrays.stream(values())
        .filter(state -> state.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no desired state"));
  }
}
