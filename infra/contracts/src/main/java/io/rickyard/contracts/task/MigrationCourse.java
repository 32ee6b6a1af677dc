package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Which way migrations go between a branch and its parent. */
public enum MigrationCourse {
  /** From the parent to the branch, beside the branch's own. */
  PUSH("push"),
  /** From the branch to the parent, which must have none that the branch lacks. */
  MERGE("merge"),
  /** From the parent to the branch, whose database is emptied first. */
  RESET("reset");

  private final String wireName;

  MigrationCourse(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MigrationCourse named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s"
                    .formatted(
                        name, Arrays.stream(values()).map(MigrationCourse::wireName).toList())));
  }
}
