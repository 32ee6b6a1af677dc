package io.rickyard.worker.task;

/**
 * How far a task has come, wherever its row stands.
 *
 * @param attempt the last attempt that began; 0 before the first
 * @param failures how many attempts failed by themselves
 * @param losses how many attempts ended with their worker
 * @param version the version of the last event that was told; 0 before the first
 * @param lines how many lines its log has
 */
public record Standing(long attempt, int failures, int losses, long version, long lines) {

  /** Before anything happened. */
  public static final Standing FRESH = new Standing(0, 0, 0, 0, 0);

  /** Checks the ranges. */
  public Standing {
    if (attempt < 0 || failures < 0 || losses < 0 || version < 0 || lines < 0) {
      throw new IllegalArgumentException("A task's standing counts from 0");
    }
  }

  /** With the next attempt begun. */
  public Standing begun() {
    return new Standing(attempt + 1, failures, losses, version, lines);
  }

  /** After more events and log lines. */
  public Standing told(int events, int moreLines) {
    return new Standing(attempt, failures, losses, version + events, lines + moreLines);
  }

  /** After an attempt that failed. */
  public Standing failed() {
    return new Standing(attempt, failures + 1, losses, version, lines);
  }

  /** After an attempt whose worker was lost. */
  public Standing lost() {
    return new Standing(attempt, failures, losses + 1, version, lines);
  }
}
