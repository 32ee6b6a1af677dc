package io.rickyard.org.snippet;

import java.util.Arrays;

/** Who may see a snippet. */
public enum Visibility {
  /** Its owner alone. */
  USER("user"),
  /** Everybody who may see its project. */
  PROJECT("project");

  private final String wireName;

  Visibility(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in the table. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} for an unknown one. */
  public static Visibility named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("visibility is user or project"));
  }
}
