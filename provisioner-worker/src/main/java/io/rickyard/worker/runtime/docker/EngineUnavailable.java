package io.rickyard.worker.runtime.docker;

import org.jspecify.annotations.Nullable;

/**
 * The engine gave no answer: it is not there, does not speak, or has failed so often lately that it
 * is not asked. Whether what was asked has happened is unknown.
 */
final class EngineUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean reached;

  /**
   * No answer.
   *
   * @param reached whether the engine may have heard the question
   */
  EngineUnavailable(String message, boolean reached, @Nullable Throwable cause) {
    super(message, cause);
    this.reached = reached;
  }

  /** Whether the engine may have heard the question, so that it may also act on it. */
  boolean reached() {
    return reached;
  }
}
