package io.rickyard.projector.task;

import org.jspecify.annotations.Nullable;

/**
 * How far the current attempt is.
 *
 * @param completed how many of its steps are done
 * @param total how many it has; 0 while no attempt has begun
 * @param step the name of the step under way
 */
public record TaskProgress(int completed, int total, @Nullable String step) {

  /** Nothing has begun. */
  public static final TaskProgress NONE = new TaskProgress(0, 0, null);
}
