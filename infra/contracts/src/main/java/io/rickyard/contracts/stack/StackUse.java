package io.rickyard.contracts.stack;

import org.jspecify.annotations.Nullable;

/**
 * Whether anybody uses a stack other than through the edge, as the worker sees it.
 *
 * @param tasks whether a task works on it or waits to
 * @param connections how many connections others than the stack's own services have to its
 *     database; null when that could not be seen
 */
public record StackUse(boolean tasks, @Nullable Integer connections) {

  /** Whether it is seen that nobody does. */
  public boolean idle() {
    return !tasks && connections != null && connections == 0;
  }
}
