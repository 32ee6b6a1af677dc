package io.rickyard.contracts.organization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** A member's role in an organization, from the strongest. */
public enum Role {
  /** Everything, and the organization itself. */
  OWNER("owner", "Everything, and the organization itself."),
  /** Everything but the organization itself. */
  ADMINISTRATOR("administrator", "Everything but the organization itself."),
  /** Creates and changes projects. */
  DEVELOPER("developer", "Creates and changes projects."),
  /** Sees, changes nothing. */
  MEMBER("member", "Sees, changes nothing.");

  private final String wireName;
  private final String description;

  Role(String wireName, String description) {
    this.wireName = wireName;
    this.description = description;
  }

  /** What it is, for people. */
  public String description() {
    return description;
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

  /** Whether a member of this role has the permission. */
  public boolean may(Permission permission) {
    return atLeast(permission.least());
  }

  /** Whether this role may do what the other may. */
  public boolean atLeast(Role other) {
    return compareTo(other) <= 0;
  }

  /** Whether a team can have it on projects: what administrators may is no project's alone. */
  public boolean ofTeams() {
    return !atLeast(ADMINISTRATOR);
  }
}
