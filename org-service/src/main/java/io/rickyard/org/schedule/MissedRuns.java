package io.rickyard.org.schedule;

import java.util.Arrays;

/**
 * What becomes of occurrences that nobody acted on in time: Rickyard was down, or it was paused.
 */
public enum MissedRuns {
  /** They are passed over. */
  SKIP("skip"),
  /** The last of them is made up for, the others are passed over. */
  ONCE("once"),
  /** Each is made up for, one after the other; of very many, the last {@link Due#MOST_MADE_UP}. */
  ALL("all");

  private final String wireName;

  MissedRuns(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in the table. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  public static MissedRuns named(String name) {
    return Arrays.stream(values())
        .filter(policy -> policy.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "missed is one of skip, once and all, not '" + name + "'"));
  }
}
