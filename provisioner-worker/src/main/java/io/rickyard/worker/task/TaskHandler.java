package io.rickyard.worker.task;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TypeTerms;
import java.time.Duration;
import java.util.List;

/** One type of task. The container finds it; one bean per {@link TaskType}. */
public interface TaskHandler {

  /** The type it runs. */
  TaskType type();

  /** What holds for all its tasks. */
  default TypeTerms terms() {
    return switch (type()) {
      case BuiltInType builtIn -> builtIn.terms();
      case ExtensionType extension ->
          throw new IllegalStateException("The handler of " + extension + " says no terms");
    };
  }

  /** How often a task with that input is tried, and when again. */
  RetryPolicy retryPolicy(TaskInput input);

  /**
   * The steps of one attempt, in order, at least one. Called at the start of every attempt; it must
   * be pure and quick, since the engine's planning waits for it.
   *
   * @throws TaskFailure when there is no plan for such an input
   */
  List<Step> plan(TaskRun run) throws TaskFailure;

  /** How long one attempt may run before it is interrupted and counts as failed, retryable. */
  default Duration runTimeout(TaskInput input) {
    return Duration.ofMinutes(15);
  }

  /**
   * Whether its steps are undone, last first, when the task is given up or cancelled after it ran:
   * also when it waits for its next attempt, and when its worker was lost once too often. What
   * users would miss (data) is never undone this way.
   */
  default boolean undoneWhenGivenUp(TaskInput input) {
    return false;
  }

  /**
   * Whether a task of the batch queue may be put back after one of its steps, from 1: it waits
   * again, keeps the steps that are finished, and goes on with the next one, perhaps on another
   * worker. What a step leaves for the next must therefore outlive its worker.
   */
  default boolean yieldsAfter(TaskRun run, int step) {
    return false;
  }

  /**
   * Hears of the end after it was committed. A task that ran still holds its lane then, and the run
   * shows its last attempt and that claim's token. A task that ended without running (cancelled,
   * expired or replaced while it waited) is told as well, without the lane, as attempt 1 with token
   * 0: what happens here must then be fenced by something else. After a crash it may be called
   * again, or for a lost worker's task by another worker; what it does must be repeatable.
   */
  default void ended(TaskRun run, TaskEnd end) {}
}
