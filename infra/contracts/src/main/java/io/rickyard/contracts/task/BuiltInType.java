package io.rickyard.contracts.task;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The types of task that every service knows. */
public enum BuiltInType implements TaskType {
  /** Builds a project's stack. */
  STACK_PROVISION(
      "stack.provision",
      TaskInput.StackProvision.class,
      Terms.STACK.begunBy(EnumSet.of(Beginning.SCHEDULE, Beginning.HOOK))),
  /** Makes a project of a stack that is there already. */
  STACK_ADOPT("stack.adopt", TaskInput.StackAdopt.class, Terms.STACK.begunBy(Set.of())),
  /** Stops a stack and keeps its data. */
  STACK_PAUSE("stack.pause", TaskInput.StackPause.class, Terms.STACK.withProject()),
  /** Brings a paused stack back. */
  STACK_RESUME("stack.resume", TaskInput.StackResume.class, Terms.STACK.withProject()),
  /** Stops and starts a stack. */
  STACK_RESTART("stack.restart", TaskInput.StackRestart.class, Terms.STACK.withProject()),
  /** Removes a stack and every trace of it. */
  STACK_DELETE("stack.delete", TaskInput.StackDelete.class, Terms.STACK.withProject()),
  /** Finds and mends what is broken in a stack. */
  STACK_REPAIR("stack.repair", TaskInput.StackRepair.class, Terms.STACK.withProject()),
  /** Gives a stack more or fewer services, or other limits. */
  STACK_RESIZE("stack.resize", TaskInput.StackResize.class, Terms.STACK.withProject()),
  /** Changes settings of one of a stack's services; secret ones cannot be asked for again. */
  STACK_CONFIGURE(
      "stack.configure",
      TaskInput.StackConfigure.class,
      Terms.STACK.withProject().begunBy(Set.of())),
  /** Applies migrations of a branch's parent to it, or its own to the parent. */
  STACK_MIGRATE("stack.migrate", TaskInput.StackMigrate.class, Terms.STACK.withProject()),
  /** Does what its input says, to check an installation. */
  PLATFORM_PROBE("platform.probe", TaskInput.PlatformProbe.class, TypeTerms.PLAIN),
  /** Cancels the tasks that a filter found; what ends a flood must not wait behind it. */
  TASKS_CANCEL(
      "tasks.cancel", TaskInput.TasksCancel.class, Terms.ABOUT_TASKS.in(TaskQueue.CRITICAL)),
  /** Repeats the tasks that a filter found. */
  TASKS_RETRY("tasks.retry", TaskInput.TasksRetry.class, Terms.ABOUT_TASKS),
  /** Runs a program in a project's sandbox. */
  JOB_RUN(
      "job.run",
      TaskInput.JobRun.class,
      TypeTerms.PLAIN.withProject().within(RetryOptions.MOST_ATTEMPTS, TaskInput.JobRun.LONGEST)),
  /**
   * Holds a lock until it is released or its lease ends. It needs no slot, so it waits behind
   * nothing that does.
   */
  LOCK_HOLD(
      "lock.hold",
      TaskInput.LockHold.class,
      TypeTerms.PLAIN
          .begunBy(Set.of())
          .in(TaskQueue.CRITICAL)
          .within(1, TaskInput.LockHold.LONGEST));

  private final String wireName;
  private final Class<? extends TaskInput> input;

  @SuppressWarnings("ImmutableEnumChecker") // its one collection is an unmodifiable copy
  private final TypeTerms terms;

  BuiltInType(String wireName, Class<? extends TaskInput> input, TypeTerms terms) {
    this.wireName = wireName;
    this.input = input;
    this.terms = terms;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  /** What holds for every task of this type. */
  public TypeTerms terms() {
    return terms;
  }

  /** The record of its input. */
  Class<? extends TaskInput> input() {
    return input;
  }

  @Override
  public boolean changesStack() {
    return switch (this) {
      case STACK_PROVISION,
          STACK_ADOPT,
          STACK_PAUSE,
          STACK_RESUME,
          STACK_RESTART,
          STACK_DELETE,
          STACK_REPAIR,
          STACK_RESIZE,
          STACK_CONFIGURE,
          STACK_MIGRATE ->
          true;
      case PLATFORM_PROBE, TASKS_CANCEL, TASKS_RETRY, JOB_RUN, LOCK_HOLD -> false;
    };
  }

  /** What several types have in common. */
  private static final class Terms {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int SOME_ATTEMPTS = 20;

    /** A desired state is a transaction of its own, so it comes in no batch. */
    private static final TypeTerms STACK =
        TypeTerms.PLAIN
            .begunBy(EnumSet.complementOf(EnumSet.of(Beginning.BATCH)))
            .in(TaskQueue.CRITICAL)
            .within(SOME_ATTEMPTS, AN_HOUR);

    /** Which tasks it is about travels sealed, so nobody can ask for it again. */
    private static final TypeTerms ABOUT_TASKS =
        TypeTerms.PLAIN.begunBy(Set.of()).within(SOME_ATTEMPTS, AN_HOUR);
  }
}
