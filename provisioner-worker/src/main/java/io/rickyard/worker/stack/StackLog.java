package io.rickyard.worker.stack;

import io.rickyard.contracts.task.LogLevel;

/** Where a runtime says what it does, for the person who watches the task; never a secret. */
@FunctionalInterface
public interface StackLog {
  /** One line. */
  void line(LogLevel level, String text);
}
