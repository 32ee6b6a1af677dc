package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;

/** What a task does. */
public enum TaskType {
  /** Builds a project's stack. */
  STACK_PROVISION("stack.provision"),
  /** Stops a stack and keeps its data. */
  STACK_PAUSE("stack.pause"),
  /** Brings a paused stack back. */
  STACK_RESUME("stack.resume"),
  /** Stops and starts a stack. */
  STACK_RESTART("stack.restart"),
  /** Removes a stack and every trace of it. */
  STACK_DELETE("stack.delete"),
  /** Finds and mends what is broken in a stack. */
  STACK_REPAIR("stack.repair"),
  /** Does what its input says, to check an installation. */
  PLATFORM_PROBE("platform.probe"),
  /** Cancels the tasks that a filter found. */
  TASKS_CANCEL("tasks.cancel"),
  /** Repeats the tasks that a filter found. */
  TASKS_RETRY("tasks.retry"),
  /** Runs a program in a project's sandbox. */
  JOB_RUN("job.run"),
  /** Holds a lock until it is released or its lease ends. */
  LOCK_HOLD("lock.hold");

  private final String wireName;

  TaskType(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static TaskType named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(TaskType::wireName).toList()));
  }

  /** The queue a task of this type goes to unless an administrator says otherwise. */
  public TaskQueue defaultQueue() {
    return switch (this) {
      case STACK_PROVISION, STACK_PAUSE, STACK_RESUME, STACK_RESTART, STACK_DELETE, STACK_REPAIR ->
          TaskQueue.CRITICAL;
      // What ends a flood must not wait behind it.
      case TASKS_CANCEL -> TaskQueue.CRITICAL;
      // It needs no slot, so it waits behind nothing that does.
      case LOCK_HOLD -> TaskQueue.CRITICAL;
      case PLATFORM_PROBE, TASKS_RETRY, JOB_RUN -> TaskQueue.NORMAL;
    };
  }

  /** Whether a task of this type changes a project's stack, and so carries a generation. */
  public boolean changesStack() {
    return switch (this) {
      case STACK_PROVISION, STACK_PAUSE, STACK_RESUME, STACK_RESTART, STACK_DELETE, STACK_REPAIR ->
          true;
      case PLATFORM_PROBE, TASKS_CANCEL, TASKS_RETRY, JOB_RUN, LOCK_HOLD -> false;
    };
  }

  /**
   * Whether such a task is nothing but its input: it changes no desired state and carries nothing
   * sealed. So it may come in a batch, and whoever sees it can ask for it again.
   */
  public boolean isPlain() {
    return switch (this) {
      case STACK_PROVISION,
          STACK_PAUSE,
          STACK_RESUME,
          STACK_RESTART,
          STACK_DELETE,
          STACK_REPAIR,
          TASKS_CANCEL,
          TASKS_RETRY,
          LOCK_HOLD ->
          false;
      case PLATFORM_PROBE, JOB_RUN -> true;
    };
  }

  /** The most attempts that a task of this type may be given. */
  public int mostAttempts() {
    return switch (this) {
      case STACK_PROVISION, STACK_PAUSE, STACK_RESUME, STACK_RESTART, STACK_DELETE, STACK_REPAIR ->
          20;
      case TASKS_CANCEL, TASKS_RETRY -> 20;
      case LOCK_HOLD -> 1;
      case PLATFORM_PROBE, JOB_RUN -> RetryOptions.MOST_ATTEMPTS;
    };
  }

  /** The longest that an attempt of this type may be allowed to take. */
  public Duration longestRun() {
    return switch (this) {
      case STACK_PROVISION, STACK_PAUSE, STACK_RESUME, STACK_RESTART, STACK_DELETE, STACK_REPAIR ->
          Duration.ofHours(1);
      case TASKS_CANCEL, TASKS_RETRY -> Duration.ofHours(1);
      case PLATFORM_PROBE -> Duration.ofHours(24);
      case JOB_RUN -> TaskInput.JobRun.LONGEST;
      case LOCK_HOLD -> TaskInput.LockHold.LONGEST;
    };
  }
}
