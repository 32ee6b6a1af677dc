package io.rickyard.contracts.organization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** A member's role in an organization, from the strongest. */
public enum Role {
  /** Everything, and the organization itself. */
  OWNER("owner"),
  /** Everything but the organization itself. */
  ADMINISTRATOR("administrator"),
  /** Creates and changes projects. */
  DEVELOPER("developer"),
  /** Sees, changes nothing. */
  MEMBER("member");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Role named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(Role::wireName).toList()));
  }

  /** Whether this role may do what the other may. */
  public boolean atLeast(Role other) {
    return compareTo(other) <= 0;
  }
}
