package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

/**
 * Why something is as it is.
 *
 * @param code stable, snake_case
 * @param message for the person who looks at it; holds no secret
 */
public record Reason(String code, String message) {
  /** Checks that nothing required is missing. */
  public Reason {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }
}
