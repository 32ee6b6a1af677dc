package io.rickyard.gateway.branch;

import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.TaskStatus;

/** How a branch's migrations stand, in the hosted platform's words. */
enum BranchStatus {
  /** Its project is being made, so nothing was brought into it yet. */
  CREATING_PROJECT,
  /** The parent's migrations are being brought into it, or wait for their turn. */
  RUNNING_MIGRATIONS,
  /** All that were asked for are in it. */
  MIGRATIONS_PASSED,
  /** Not all that were asked for are in it; the task says why. */
  MIGRATIONS_FAILED;

  /**
   * The status that follows.
   *
   * @param migration how the last task stands that brings it migrations
   * @param stack how its project is
   */
  static BranchStatus of(TaskStatus migration, StackStatus stack) {
    return switch (migration) {
      case SUCCEEDED -> MIGRATIONS_PASSED;
      case FAILED, CANCELLED, EXPIRED, SUPERSEDED -> MIGRATIONS_FAILED;
      case SCHEDULED, QUEUED, RUNNING, RETRYING ->
          stack == StackStatus.COMING_UP ? CREATING_PROJECT : RUNNING_MIGRATIONS;
    };
  }
}
