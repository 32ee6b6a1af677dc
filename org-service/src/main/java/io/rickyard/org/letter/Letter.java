package io.rickyard.org.letter;

import static java.util.Objects.requireNonNull;

import io.rickyard.messaging.StoredLetter;
import org.jspecify.annotations.Nullable;

/**
 * A dead message, and what was done about it.
 *
 * @param stored as it stands in its topic
 * @param handled what was done; null while it waits
 */
public record Letter(StoredLetter stored, @Nullable Handled handled) {
  /** Checks that nothing required is missing. */
  public Letter {
    requireNonNull(stored, "stored");
  }

  /** What was done about it. */
  public LetterState state() {
    return handled == null ? LetterState.WAITING : handled.state();
  }
}
