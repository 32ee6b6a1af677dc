package io.rickyard.org.letter;

import static java.util.Objects.requireNonNull;

import io.rickyard.messaging.StoredLetter;
import io.rickyard.org.organization.Deed;

/**
 * Something that an administrator does about dead messages.
 *
 * @param deed on which request
 * @param by who it is, for people
 * @param into what they are afterwards
 */
public record Handling(Deed deed, String by, LetterState into) {
  /** Checks that it does something. */
  public Handling {
    requireNonNull(deed, "deed");
    requireNonNull(by, "by");
    if (into == LetterState.WAITING) {
      throw new IllegalArgumentException("What was done is not undone");
    }
  }

  /** Its name in the audit. */
  public String action() {
    return switch (into) {
      case REPLAYED -> "dead_message.replay";
      case DROPPED -> "dead_message.drop";
      case WAITING -> throw new IllegalStateException("What was done is not undone");
    };
  }

  /** Whether it can be done about a letter: what has no key or no body is published by nobody. */
  boolean fits(StoredLetter letter) {
    return into != LetterState.REPLAYED || letter.message().isPresent();
  }
}
