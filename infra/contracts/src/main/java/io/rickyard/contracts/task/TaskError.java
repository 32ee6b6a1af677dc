package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

/**
 * Why a task or an attempt failed.
 *
 * @param code stable, snake_case, from the catalogue in infra/docs/errors.md
 * @param message for the person who asked; holds no secret
 * @param retryable whether trying again may help
 */
public record TaskError(String code, String message, boolean retryable) {
  /** Checks that nothing required is missing. */
  public TaskError {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }
}
