package io.rickyard.org.letter;

import java.util.Arrays;
import java.util.Locale;

/** What was done about a dead message. */
public enum LetterState {
  /** Nothing. */
  WAITING,
  /** It was published again. */
  REPLAYED,
  /** It was decided that nobody needs it. */
  DROPPED;

  /** Its name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that wire name. */
  public static LetterState named(String name) {
    return Arrays.stream(values())
        .filter(state -> state.wireName().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "No dead message is " + name + ": waiting, replayed or dropped"));
  }
}
