package io.rickyard.worker.engine;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.stack.TestStacks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commands as acceptance makes them. */
final class Commands {

  static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  static final Actor ACTOR = new Actor(Actor.Kind.PERSON, "somebody", null);
  private static final ProjectRef PARENT = new ProjectRef("parentparentparentpa");
  static final PlatformProbe QUICK = probe(1, Duration.ZERO);

  private Commands() {}

  static PlatformProbe probe(int steps, Duration each) {
    return new PlatformProbe(steps, each, 0, 1, true, 3, 0);
  }

  static ProjectRef project(int number) {
    return new ProjectRef("project" + letters(number, 13));
  }

  static OrganizationId organization(int number) {
    return new OrganizationId("organization" + letters(number, 8));
  }

  private static String letters(int number, int length) {
    var letters = new StringBuilder();
    for (int rest = number; letters.length() < length; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString();
  }

  static Envelope<SubmitTask> submit(TaskInput input) {
    return submit(input, ORGANIZATION, null, null, null);
  }

  static Envelope<SubmitTask> at(Instant runAt, TaskInput input) {
    return submit(input, ORGANIZATION, null, null, runAt);
  }

  static Envelope<SubmitTask> submit(OrganizationId organization, TaskInput input) {
    return submit(input, organization, null, null, null);
  }

  static Envelope<SubmitTask> submit(ProjectRef project, TaskInput input) {
    return submit(input, ORGANIZATION, project, null, null);
  }

  static Envelope<SubmitTask> change(ProjectRef project, long generation, BuiltInType type) {
    return submit(input(type), ORGANIZATION, project, new Generation(generation), null);
  }

  private static TaskInput input(BuiltInType type) {
    return switch (type) {
      case STACK_PROVISION -> new TaskInput.StackProvision("p", "local", StackProfile.DATABASE);
      case STACK_ADOPT -> new TaskInput.StackAdopt("p", "local", "compose");
      case STACK_PAUSE -> new TaskInput.StackPause();
      case STACK_RESUME -> new TaskInput.StackResume();
      case STACK_RESTART -> new TaskInput.StackRestart();
      case STACK_DELETE -> new TaskInput.StackDelete();
      case STACK_REPAIR -> new TaskInput.StackRepair();
      case STACK_RESIZE -> new TaskInput.StackResize(StackProfile.DATABASE, null);
      case STACK_CONFIGURE -> TestStacks.workMemory("8MB");
      case STACK_MIGRATE -> new TaskInput.StackMigrate(MigrationCourse.PUSH, PARENT, null);
      case PLATFORM_PROBE, JOB_RUN -> QUICK;
      case TASKS_CANCEL -> new TaskInput.TasksCancel("state=queued", 1, "asked", false);
      case TASKS_RETRY -> new TaskInput.TasksRetry("state=failed", 1);
      case LOCK_HOLD -> new TaskInput.LockHold("lock", TaskInput.LockHold.USUAL_LEASE);
    };
  }

  /** The same command, run in another way. */
  static Envelope<SubmitTask> with(TaskOptions options, Envelope<SubmitTask> command) {
    var submit = command.body();
    return envelope(
        new SubmitTask(
            submit.taskId(),
            submit.queue(),
            submit.input(),
            submit.labels(),
            submit.secrets(),
            submit.runAt(),
            submit.retryOf(),
            options,
            submit.submittedAt()),
        Objects.requireNonNull(command.organization()),
        command.project(),
        command.generation());
  }

  private static Envelope<SubmitTask> submit(
      TaskInput input,
      OrganizationId organization,
      @Nullable ProjectRef project,
      @Nullable Generation generation,
      @Nullable Instant runAt) {
    var id = TaskId.next();
    TaskQueue queue =
        input.taskType() instanceof BuiltInType type ? type.terms().queue() : TaskQueue.NORMAL;
    return envelope(
        new SubmitTask(
            id, queue, input, Map.of(), Map.of(), runAt, null, TaskOptions.USUAL, Instant.now()),
        organization,
        project,
        generation);
  }

  /** A probe of a priority. */
  static Envelope<SubmitTask> prioritized(int priority) {
    return probe(
        TaskQueue.NORMAL,
        QUICK,
        new TaskOptions(priority, null, null, null, null, null, null, Map.of(), null));
  }

  /** A probe for workers with a label. */
  static Envelope<SubmitTask> labelled(String name, String value) {
    return probe(
        TaskQueue.NORMAL,
        QUICK,
        new TaskOptions(0, null, null, null, null, null, null, Map.of(name, value), null));
  }

  static Envelope<SubmitTask> probe(TaskQueue queue, TaskInput input, TaskOptions options) {
    return envelope(
        new SubmitTask(
            TaskId.next(), queue, input, Map.of(), Map.of(), null, null, options, Instant.now()),
        ORGANIZATION,
        null,
        null);
  }

  static Envelope<FlowRules> rules(long version, FlowLimit limit) {
    return rules(version, new FlowRules(List.of(), List.of(limit)));
  }

  /** All that administrators have set. */
  static Envelope<FlowRules> rules(long version, FlowRules rules) {
    return new Envelope<>(
        MessageId.next(),
        rules.messageType(),
        1,
        FlowRules.ENTITY,
        new Version(version),
        Instant.now(),
        null,
        null,
        null,
        new CorrelationId("test"),
        null,
        ACTOR,
        null,
        rules);
  }

  static Envelope<CancelTask> cancel(TaskId id) {
    return cancel(id, false);
  }

  static Envelope<CancelTask> cancel(TaskId id, boolean force) {
    return envelope(
        new CancelTask(id, new Reason("asked", "Somebody asked"), force), ORGANIZATION, null, null);
  }

  private static <B extends TaskCommand> Envelope<B> envelope(
      B body,
      OrganizationId organization,
      @Nullable ProjectRef project,
      @Nullable Generation generation) {
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        body.taskId().toString(),
        Version.NONE,
        Instant.now(),
        organization,
        project,
        generation,
        new CorrelationId("test"),
        null,
        ACTOR,
        null,
        body);
  }
}
