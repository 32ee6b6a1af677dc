package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a task may be begun beside a request of its own. */
public enum Beginning {
  /** As one of many in a batch. */
  BATCH,
  /** By a schedule. */
  SCHEDULE,
  /** By a delivery to a hook. */
  HOOK,
  /** By asking for an ended one again. */
  REPETITION;

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name; throws {@link IllegalArgumentException} for an unknown one. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Beginning named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Nothing is begun by '" + name + "'"));
  }
}
