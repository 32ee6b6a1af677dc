package io.rickyard.worker.engine;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.task.TaskError;

/** The engine's own errors and reasons. */
final class Errors {

  static final TaskError WORKER_STOPPED =
      new TaskError(
          "worker_stopped", "The worker stopped; the task goes on with the next one", true);

  static final TaskError WORKER_LOST =
      new TaskError(
          "worker_lost",
          "Its worker was lost too often; look at the worker's log, then retry",
          true);

  static final TaskError RIGHT_LOST =
      new TaskError("right_lost", "Who asked for it is no member with that right any more", false);

  static final TaskError TIMED_OUT =
      new TaskError("run_timeout", "The attempt took longer than it may", true);

  static final TaskError SILENT =
      new TaskError("silent", "The attempt gave no sign of life for too long", true);

  static final TaskError BUDGET_SPENT =
      new TaskError("budget_spent", "Its time over all attempts is spent", false);

  static final TaskError CONCURRENCY_REJECTED =
      new TaskError(
          "concurrency_rejected", "Another task with its concurrency key has not ended", false);

  static final TaskError LEASE_ENDED =
      new TaskError("lease_ended", "The lock was neither renewed nor released in time", false);

  static final TaskError TYPE_NOT_AVAILABLE =
      new TaskError("task_type_not_available", "This worker cannot run such tasks", false);

  static final TaskError STALE_GENERATION =
      new TaskError("generation_stale", "The project has had a newer desired state since", false);

  static final TaskError UNREADABLE =
      new TaskError(
          "command_unreadable",
          "The command could not be read; it is kept as a dead letter",
          false);

  static final Reason CANCELLED = new Reason("cancelled", "Cancelled");

  static final Reason PROJECT_DELETED =
      new Reason("project_deleted", "The project is being deleted");

  static final Reason PARENT_CANCELLED =
      new Reason("parent_cancelled", "The task that it is part of was cancelled");

  static final Reason CONCURRENCY_CANCELLED =
      new Reason("concurrency_cancelled", "A newer task with its concurrency key took its place");

  static final Reason RELEASED = new Reason("released", "Whoever waited for the lock gave it up");

  private Errors() {}

  /** The budget is spent; what the last attempt failed with is said as well. */
  static TaskError budgetSpent(TaskError last) {
    return new TaskError(
        BUDGET_SPENT.code(),
        BUDGET_SPENT.message() + "; the last attempt failed: " + last.message(),
        false);
  }

  static TaskError internal(Throwable failure) {
    return new TaskError(
        "internal_error",
        "The step broke (" + failure.getClass().getSimpleName() + "); the worker's log says more",
        true);
  }
}
