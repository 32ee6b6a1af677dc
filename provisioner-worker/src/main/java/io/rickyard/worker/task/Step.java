package io.rickyard.worker.task;

/**
 * One part of a task: looks before it acts, may be run again, and knows how to take itself back.
 */
public interface Step {

  /** Its name, for people: a few words. */
  String name();

  /** Whether there is nothing left to do; observed, not remembered. */
  default boolean done(StepContext context) throws TaskFailure, InterruptedException {
    return false;
  }

  /**
   * Does it. Runs again after a crash, so it must be idempotent; long work calls {@link
   * StepContext#checkpoint()} or waits interruptibly.
   */
  void run(StepContext context) throws TaskFailure, InterruptedException;

  /**
   * Takes back what {@link #run} did, in this attempt or an earlier one; idempotent, and nothing
   * when there is nothing to take back.
   */
  default void undo(StepContext context) throws TaskFailure, InterruptedException {}
}
