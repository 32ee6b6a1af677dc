package io.rickyard.gateway.task;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a task's early end.
 *
 * @param reason why, for whoever looks at the task later; up to 500 characters
 * @param force whether to end it without waiting until it has stopped by itself
 */
record CancelRequest(@Nullable String reason, @Nullable Boolean force) {

  static final CancelRequest PLAIN = new CancelRequest(null, null);

  private static final int LONGEST = 500;

  CancelRequest {
    if (reason != null && reason.length() > LONGEST) {
      throw new IllegalArgumentException("A reason has at most " + LONGEST + " characters");
    }
  }

  String words() {
    return reason == null || reason.isBlank() ? "Cancelled on request" : reason.strip();
  }

  boolean forced() {
    return Boolean.TRUE.equals(force);
  }
}
