package io.rickyard.worker.task;

import io.rickyard.contracts.task.TaskError;
import org.jspecify.annotations.Nullable;

/** A step could not do its work. Classified where it is seen: may trying again help, or not. */
public final class TaskFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  /**
   * A failure without a cause of its own.
   *
   * @param code stable, snake_case, from the catalogue of error codes
   * @param message for the person who asked; holds no secret
   * @param retryable whether trying again may help
   */
  public TaskFailure(String code, String message, boolean retryable) {
    this(code, message, retryable, null);
  }

  /** The same with its cause, for the worker's own log only. */
  public TaskFailure(String code, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  /** The code. */
  public String code() {
    return code;
  }

  /** Whether trying again may help. */
  public boolean retryable() {
    return retryable;
  }

  /** As it is told to people. */
  public TaskError error() {
    return new TaskError(code, String.valueOf(getMessage()), retryable);
  }
}
