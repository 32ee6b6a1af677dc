package io.rickyard.contracts.stack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What is done when a stack is seen to differ from what it should be. */
public enum DriftPolicy {
  /** The services concerned are mended, and that is told. */
  REPAIR("repair"),
  /** It is told, and left to a person. */
  REPORT("report");

  private final String wireName;

  DriftPolicy(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DriftPolicy named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(DriftPolicy::wireName).toList()));
  }
}
