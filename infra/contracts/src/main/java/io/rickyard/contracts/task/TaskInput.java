package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to know; the kind of input decides the kind of task. Secrets are never part of
 * it: they travel sealed beside it, see {@link TaskCommand.SubmitTask#secrets()}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskInput.StackProvision.class, name = "stack.provision"),
  @JsonSubTypes.Type(value = TaskInput.StackPause.class, name = "stack.pause"),
  @JsonSubTypes.Type(value = TaskInput.StackResume.class, name = "stack.resume"),
  @JsonSubTypes.Type(value = TaskInput.StackRestart.class, name = "stack.restart"),
  @JsonSubTypes.Type(value = TaskInput.StackDelete.class, name = "stack.delete"),
  @JsonSubTypes.Type(value = TaskInput.StackRepair.class, name = "stack.repair"),
  @JsonSubTypes.Type(value = TaskInput.PlatformProbe.class, name = "platform.probe"),
  @JsonSubTypes.Type(value = TaskInput.TasksCancel.class, name = "tasks.cancel"),
  @JsonSubTypes.Type(value = TaskInput.TasksRetry.class, name = "tasks.retry")
})
public sealed interface TaskInput {

  /** The type of the task that takes this input. */
  @JsonIgnore
  TaskType taskType();

  /**
   * Builds a stack. The sealed secret {@code db_pass} goes with it.
   *
   * @param name the project's name, for people
   * @param region the region's code
   * @param profile which services it gets
   */
  record StackProvision(String name, String region, StackProfile profile) implements TaskInput {
    /** Checks that nothing required is missing. */
    public StackProvision {
      requireNonNull(name, "name");
      requireNonNull(region, "region");
      requireNonNull(profile, "profile");
    }

    @Override
    public TaskType taskType() {
      return TaskType.STACK_PROVISION;
    }
  }

  /** Stops a stack and keeps its data. */
  record StackPause() implements TaskInput {
    @Override
    public TaskType taskType() {
      return TaskType.STACK_PAUSE;
    }
  }

  /** Brings a paused stack back. */
  record StackResume() implements TaskInput {
    @Override
    public TaskType taskType() {
      return TaskType.STACK_RESUME;
    }
  }

  /** Stops and starts a stack. */
  record StackRestart() implements TaskInput {
    @Override
    public TaskType taskType() {
      return TaskType.STACK_RESTART;
    }
  }

  /** Removes a stack and every trace of it. */
  record StackDelete() implements TaskInput {
    @Override
    public TaskType taskType() {
      return TaskType.STACK_DELETE;
    }
  }

  /** Finds and mends what is broken in a stack. */
  record StackRepair() implements TaskInput {
    @Override
    public TaskType taskType() {
      return TaskType.STACK_REPAIR;
    }
  }

  /**
   * A task that does what it is told.
   *
   * @param steps how many steps it has, 1 to 100
   * @param stepDuration how long each step takes, up to an hour; zero when left out
   * @param failAttempts how many attempts fail, from the first; 0 to 100
   * @param failStep the step, from 1, at which a failing attempt fails; the first when left out
   * @param failRetryable whether that failure may be retried
   * @param maxAttempts how many attempts it gets, 1 to 100; 3 when left out
   * @param logLines how many lines each step logs, 0 to 1000
   */
  record PlatformProbe(
      int steps,
      Duration stepDuration,
      int failAttempts,
      int failStep,
      boolean failRetryable,
      int maxAttempts,
      int logLines)
      implements TaskInput {

    private static final Duration LONGEST_STEP = Duration.ofHours(1);

    /** Checks the ranges. */
    public PlatformProbe {
      requireNonNull(stepDuration, "step_duration");
      within("steps", steps, 1, 100);
      within("fail_attempts", failAttempts, 0, 100);
      within("fail_step", failStep, 1, steps);
      within("max_attempts", maxAttempts, 1, 100);
      within("log_lines", logLines, 0, 1000);
      if (stepDuration.isNegative() || stepDuration.compareTo(LONGEST_STEP) > 0) {
        throw new IllegalArgumentException("step_duration lies between PT0S and PT1H");
      }
    }

    /** Takes what came over the wire and fills in what was left out. */
    @JsonCreator
    public static PlatformProbe of(
        @JsonProperty("steps") @Nullable Integer steps,
        @JsonProperty("step_duration") @Nullable Duration stepDuration,
        @JsonProperty("fail_attempts") @Nullable Integer failAttempts,
        @JsonProperty("fail_step") @Nullable Integer failStep,
        @JsonProperty("fail_retryable") @Nullable Boolean failRetryable,
        @JsonProperty("max_attempts") @Nullable Integer maxAttempts,
        @JsonProperty("log_lines") @Nullable Integer logLines) {
      return new PlatformProbe(
          requireNonNullElse(steps, 1),
          requireNonNullElse(stepDuration, Duration.ZERO),
          requireNonNullElse(failAttempts, 0),
          requireNonNullElse(failStep, 1),
          requireNonNullElse(failRetryable, true),
          requireNonNullElse(maxAttempts, 3),
          requireNonNullElse(logLines, 0));
    }

    private static void within(String field, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(field + " lies between " + least + " and " + most);
      }
    }

    @Override
    public TaskType taskType() {
      return TaskType.PLATFORM_PROBE;
    }
  }

  /**
   * Cancels the tasks that a filter found. Which ones travels sealed beside it as {@link
   * BulkTargets}.
   *
   * @param where the filter, as it was written
   * @param tasks how many it found, 1 to {@link BulkTargets#MOST}
   * @param reason why, for whoever looks at one of them later
   * @param force whether to end them without waiting until they have stopped by themselves
   */
  record TasksCancel(String where, int tasks, String reason, boolean force) implements TaskInput {
    /** Checks that nothing required is missing. */
    public TasksCancel {
      requireNonNull(where, "where");
      requireNonNull(reason, "reason");
      BulkTargets.requireCount(tasks);
    }

    @Override
    public TaskType taskType() {
      return TaskType.TASKS_CANCEL;
    }
  }

  /**
   * Repeats the tasks that a filter found: each becomes a new task. Which ones, and how they were
   * asked for, travels sealed beside it as {@link BulkTargets}.
   *
   * @param where the filter, as it was written
   * @param tasks how many it found, 1 to {@link BulkTargets#MOST}
   */
  record TasksRetry(String where, int tasks) implements TaskInput {
    /** Checks that nothing required is missing. */
    public TasksRetry {
      requireNonNull(where, "where");
      BulkTargets.requireCount(tasks);
    }

    @Override
    public TaskType taskType() {
      return TaskType.TASKS_RETRY;
    }
  }
}
