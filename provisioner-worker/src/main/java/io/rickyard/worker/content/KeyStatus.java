package io.rickyard.worker.content;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Where a signing key stands, by the hosted platform's names. */
public enum KeyStatus {
  /** It is published, and may be the next that signs. */
  STANDBY,
  /** It signs. There is always exactly one. */
  IN_USE,
  /** It signed; what it has signed is still taken. */
  PREVIOUSLY_USED,
  /** Nothing that it has signed is taken. */
  REVOKED;

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where it may go from here; a key that signs is replaced by another and not taken away. */
  Set<KeyStatus> next() {
    return switch (this) {
      case STANDBY -> Set.of(IN_USE, PREVIOUSLY_USED, REVOKED);
      case IN_USE -> Set.of();
      case PREVIOUSLY_USED -> Set.of(STANDBY, REVOKED);
      case REVOKED -> Set.of(STANDBY);
    };
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static KeyStatus named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "status is standby, in_use, previously_used or revoked, not '" + name + "'"));
  }
}
