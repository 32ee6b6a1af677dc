package io.rickyard.worker.lane;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskType;
import java.util.Set;

/**
 * The whole table of which pending command a newer one of the same project replaces: pause and
 * resume by the newest of them, a resize by a newer one, which says all there is to say, everything
 * by delete, provision by nothing but delete.
 */
public final class Replacement {

  private static final Set<TaskType> RUN_STATE =
      Set.of(BuiltInType.STACK_PAUSE, BuiltInType.STACK_RESUME);

  private Replacement() {}

  /** Whether a newer command replaces one that waits for its first attempt. */
  public static boolean replacesWaiting(TaskType newer, TaskType waiting) {
    return switch (newer) {
      case BuiltInType.STACK_DELETE -> true;
      case BuiltInType.STACK_RESIZE -> waiting == BuiltInType.STACK_RESIZE;
      case BuiltInType.STACK_PAUSE, BuiltInType.STACK_RESUME -> RUN_STATE.contains(waiting);
      case BuiltInType.STACK_PROVISION,
          BuiltInType.STACK_ADOPT,
          BuiltInType.STACK_RESTART,
          BuiltInType.STACK_REPAIR,
          BuiltInType.STACK_CONFIGURE,
          BuiltInType.STACK_MIGRATE,
          BuiltInType.PLATFORM_PROBE,
          BuiltInType.TASKS_CANCEL,
          BuiltInType.TASKS_RETRY,
          BuiltInType.JOB_RUN,
          BuiltInType.LOCK_HOLD ->
          false;
      case ExtensionType _ -> false;
    };
  }

  /** Whether it passes one that waits for its next attempt and so keeps its lane. */
  public static boolean passesRetrying(TaskType newer) {
    return newer == BuiltInType.STACK_DELETE;
  }

  /** Whether it asks one that runs to stop. */
  public static boolean stopsRunning(TaskType newer, TaskType running) {
    return newer == BuiltInType.STACK_DELETE && running != BuiltInType.STACK_DELETE;
  }
}
