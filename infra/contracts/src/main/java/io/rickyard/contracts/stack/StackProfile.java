package io.rickyard.contracts.stack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Which services a stack has; each profile holds the ones before it. */
public enum StackProfile {
  /** The database alone. */
  DATABASE("database"),
  /** Plus gateway, auth, REST and metadata. */
  CORE("core"),
  /** Plus realtime, storage, image proxy, functions, studio and pooler. */
  STANDARD("standard"),
  /** Plus analytics and log collector. */
  FULL("full");

  private final String wireName;

  StackProfile(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static StackProfile named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(StackProfile::wireName).toList()));
  }
}
