package io.rickyard.stack;

import io.rickyard.contracts.Generation;

/** A newer owner has taken the project's database; whoever gets this must stop. */
public final class FencedOffException extends Exception {

  private static final long serialVersionUID = 1L;

  FencedOffException(Generation generation, long token) {
    super(
        "A newer owner than generation %s with token %d has this database."
            .formatted(generation, token));
  }
}
