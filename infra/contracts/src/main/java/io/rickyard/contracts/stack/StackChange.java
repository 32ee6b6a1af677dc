package io.rickyard.contracts.stack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What may be done to a stack. */
public enum StackChange {
  /** Build it. */
  PROVISION("provision"),
  /** Stop it. */
  PAUSE("pause"),
  /** Bring it back. */
  RESUME("resume"),
  /** Stop and start it. */
  RESTART("restart"),
  /** Remove it. */
  REMOVE("remove"),
  /** Mend it. */
  REPAIR("repair"),
  /** Give it more or fewer services, or other limits. */
  RESIZE("resize"),
  /** Change settings of one of its services. */
  CONFIGURE("configure");

  private final String wireName;

  StackChange(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static StackChange named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(StackChange::wireName).toList()));
  }
}
