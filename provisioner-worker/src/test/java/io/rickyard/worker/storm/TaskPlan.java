package io.rickyard.worker.storm;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.stack.TestStacks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task of a storm: what is asked for, and what its handler does.
 *
 * @param number its number in the storm, from 1; the last digits of its id
 * @param type what it does
 * @param queue where it waits
 * @param organization the number of the organization it belongs to
 * @param project the number of the project it is about
 * @param generation the desired state it brings about
 * @param delay how long after its acceptance it is due
 * @param lock the lock it holds
 * @param options how it is run
 * @param script what its handler does
 */
record TaskPlan(
    int number,
    BuiltInType type,
    TaskQueue queue,
    int organization,
    @Nullable Integer project,
    @Nullable Long generation,
    @Nullable Duration delay,
    TaskInput.@Nullable LockHold lock,
    TaskOptions options,
    Script script) {

  /** How often a task is tried that asks for nothing else. */
  static final int USUAL_ATTEMPTS = 3;

  private static final Actor SOMEBODY = new Actor(Actor.Kind.PERSON, "somebody", null);

  /** The id of a task of that number. */
  static TaskId id(int number) {
    return new TaskId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
  }

  TaskId id() {
    return id(number);
  }

  /** The id of an organization of that number. */
  static OrganizationId organization(int number) {
    return new OrganizationId("organizationaaaaaaa" + (char) ('a' + number));
  }

  /** What must run one after the other, as the engine names it. */
  @Nullable String lane() {
    var concurrency = options.concurrency();
    if (lock != null) {
      return "lock:" + organization(organization).value() + ":" + lock.name();
    }
    if (project != null) {
      return "project:" + reference().value();
    }
    return concurrency == null
        ? null
        : "key:" + organization(organization).value() + ":" + concurrency.key();
  }

  /** What its steps work on: its lane's resource, or one of its own. */
  String resource() {
    String lane = lane();
    return lane == null ? "task " + number : lane;
  }

  /** Whether it takes its place in its lane only when it is due. */
  boolean joinsWhenDue() {
    return delay != null && lane() != null && !type.changesStack();
  }

  /** Attempts in all. */
  int attempts() {
    var retry = options.retry();
    return retry == null ? USUAL_ATTEMPTS : retry.maxAttempts();
  }

  /** The command, accepted at that time. */
  Envelope<SubmitTask> accepted(Instant now) {
    var body =
        new SubmitTask(
            id(),
            queue,
            input(),
            Map.of(),
            Map.of(),
            delay == null ? null : now.plus(delay),
            null,
            options,
            now);
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        id().toString(),
        Version.NONE,
        now,
        organization(organization),
        project == null ? null : reference(),
        generation == null ? null : new Generation(generation),
        new CorrelationId("storm"),
        null,
        SOMEBODY,
        null,
        body);
  }

  private ProjectRef reference() {
    return new ProjectRef("projectaaaaaaaaaaaa" + (char) ('a' + (project == null ? 0 : project)));
  }

  private TaskInput input() {
    return switch (type) {
      case STACK_PROVISION -> new TaskInput.StackProvision("p", "local", StackProfile.DATABASE);
      case STACK_PAUSE -> new TaskInput.StackPause();
      case STACK_RESUME -> new TaskInput.StackResume();
      case STACK_RESTART -> new TaskInput.StackRestart();
      case STACK_DELETE -> new TaskInput.StackDelete();
      case STACK_REPAIR -> new TaskInput.StackRepair();
      case STACK_RESIZE -> new TaskInput.StackResize(StackProfile.DATABASE, null);
      case STACK_CONFIGURE -> TestStacks.workMemory("8MB");
      case STACK_MIGRATE -> new TaskInput.StackMigrate(MigrationCourse.PUSH, reference(), null);
      case PLATFORM_PROBE ->
          new TaskInput.PlatformProbe(script.steps(), Duration.ZERO, 0, 1, true, 1, 0);
      case JOB_RUN -> TaskInput.JobRun.of(List.of("true"), null, null, null, null, null);
      case LOCK_HOLD -> {
        if (lock == null) {
          throw new IllegalStateException("Task " + number + " holds no lock");
        }
        yield lock;
      }
      case STACK_ADOPT, TASKS_CANCEL, TASKS_RETRY ->
          throw new IllegalStateException("A storm has no " + type.wireName());
    };
  }

  @Override
  public String toString() {
    var text =
        new StringBuilder(
            "%d: %s %s of %d".formatted(number, queue, type.wireName(), organization));
    say(text, "project", project);
    say(text, "generation", generation);
    say(text, "after", delay);
    say(text, "lock", lock);
    if (options.priority() != 0) {
      say(text, "priority", options.priority());
    }
    say(text, "queue_timeout", options.queueTimeout());
    say(text, "run_timeout", options.runTimeout());
    say(text, "budget", options.budget());
    say(text, "retry", options.retry());
    say(text, "concurrency", options.concurrency());
    say(text, "labels", options.workerLabels().isEmpty() ? null : options.workerLabels());
    var parent = options.parent();
    say(text, "parent", parent == null ? null : parent.value().getLeastSignificantBits() & 0xffff);
    return text.append("; ").append(script).toString();
  }

  private static void say(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append(' ').append(value);
    }
  }
}
