package io.rickyard.worker.lane;

import io.rickyard.contracts.task.TaskType;
import java.util.Set;

/**
 * The whole table of which pending command a newer one of the same project replaces: pause and
 * resume by the newest of them, everything by delete, provision by nothing but delete.
 */
public final class Replacement {

  private static final Set<TaskType> RUN_STATE =
      Set.of(TaskType.STACK_PAUSE, TaskType.STACK_RESUME);

  private Replacement() {}

  /** Whether a newer command replaces one that waits for its first attempt. */
  public static boolean replacesWaiting(TaskType newer, TaskType waiting) {
    return switch (newer) {
      case STACK_DELETE -> true;
      case STACK_PAUSE, STACK_RESUME -> RUN_STATE.contains(waiting);
      case STACK_PROVISION,
          STACK_RESTART,
          STACK_REPAIR,
          PLATFORM_PROBE,
          TASKS_CANCEL,
          TASKS_RETRY,
          JOB_RUN,
          LOCK_HOLD ->
          false;
    };
  }

  /** Whether it passes one that waits for its next attempt and so keeps its lane. */
  public static boolean passesRetrying(TaskType newer) {
    return newer == TaskType.STACK_DELETE;
  }

  /** Whether it asks one that runs to stop. */
  public static boolean stopsRunning(TaskType newer, TaskType running) {
    return newer == TaskType.STACK_DELETE && running != TaskType.STACK_DELETE;
  }
}
