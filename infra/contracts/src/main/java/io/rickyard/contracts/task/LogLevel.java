package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How much a log line matters. */
public enum LogLevel {
  /** What happened. */
  INFO("info"),
  /** What went wrong and was dealt with. */
  WARN("warn"),
  /** What went wrong. */
  ERROR("error");

  private final String wireName;

  LogLevel(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static LogLevel named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(LogLevel::wireName).toList()));
  }
}
