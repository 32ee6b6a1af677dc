package io.rickyard.worker.stack;

/** The runtime can't be asked; what it holds is unknown, and unknown is never healthy. */
public final class RuntimeUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  /** What was asked and why there is no answer. */
  public RuntimeUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
