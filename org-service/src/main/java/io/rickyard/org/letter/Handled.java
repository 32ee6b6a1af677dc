package io.rickyard.org.letter;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What somebody did about a dead message; it is done once and for all.
 *
 * @param state what it is since then
 * @param by who did it, for people
 * @param at when
 */
public record Handled(LetterState state, String by, Instant at) {
  /** Checks that nothing is missing. */
  public Handled {
    requireNonNull(state, "state");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
    if (state == LetterState.WAITING) {
      throw new IllegalArgumentException("What waits was not handled");
    }
  }
}
