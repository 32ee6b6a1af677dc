package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.flow.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was asked for. It never changes.
 *
 * @param command the command and what stands around it
 * @param organization whose it is
 */
public record AcceptedTask(Envelope<SubmitTask> command, OrganizationId organization) {

  /** Checks what the engine relies on beyond what the contract says of itself. */
  public AcceptedTask {
    requireNonNull(command, "command");
    requireNonNull(organization, "organization");
    if (command.body().input().taskType().changesStack()
        && (command.project() == null || command.generation() == null)) {
      throw new IllegalArgumentException(
          command.body().input().taskType().wireName() + " needs a project and its generation");
    }
    if (command.body().input().taskType() == BuiltInType.LOCK_HOLD) {
      var _ = command.body().options().checkedFor(BuiltInType.LOCK_HOLD);
      if (command.project() != null || command.body().runAt() != null) {
        throw new IllegalArgumentException("A lock belongs to an organization and waits at once");
      }
    }
  }

  /** Takes a command over; throws {@link IllegalArgumentException} when it cannot be run. */
  public static AcceptedTask of(Envelope<SubmitTask> command) {
    var organization = command.organization();
    if (organization == null) {
      throw new IllegalArgumentException("A task belongs to an organization");
    }
    return new AcceptedTask(command, organization);
  }

  /** Its id. */
  public TaskId id() {
    return submit().taskId();
  }

  /** What was asked for. */
  public SubmitTask submit() {
    return command.body();
  }

  /** What it does. */
  public TaskType type() {
    return submit().input().taskType();
  }

  /** Where it waits. */
  public TaskQueue queue() {
    return submit().queue();
  }

  /**
   * The lane it needs, where it needs one: one task at a time works on a project, one at a time has
   * a concurrency key, and one at a time holds a lock. Within a project the key is looked at in the
   * project's lane.
   */
  public @Nullable String lane() {
    if (submit().input() instanceof TaskInput.LockHold lock) {
      return "lock:" + organization.value() + ":" + lock.name();
    }
    var project = command.project();
    String key = concurrencyKey();
    if (project != null) {
      return lane(project);
    }
    return key == null ? null : "key:" + organization.value() + ":" + key;
  }

  /** What tells it apart from others in its lane. */
  public @Nullable String concurrencyKey() {
    var concurrency = submit().options().concurrency();
    return concurrency == null ? null : concurrency.key();
  }

  /**
   * Whether it joins its lane only when it is due: what changes no stack must not keep others
   * waiting until then. A stack's changes keep their order instead.
   */
  public boolean joinsWhenDue() {
    return submit().runAt() != null && lane() != null && !type().changesStack();
  }

  /** Whether something may have to be done about it at a time. */
  public boolean hasDeadlines() {
    var options = submit().options();
    return options.queueTimeout() != null || options.budget() != null || lock().isPresent();
  }

  /** The lock that it holds when its turn has come, where it is one of those that hold one. */
  public Optional<TaskInput.LockHold> lock() {
    return submit().input() instanceof TaskInput.LockHold lock
        ? Optional.of(lock)
        : Optional.empty();
  }

  /** When its wait for the first attempt is over, where that is limited. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(submit().options().queueTimeout()).map(startableAt()::plus);
  }

  /** When it could have started, had there been a slot and nobody before it. */
  public Instant startableAt() {
    var runAt = submit().runAt();
    return runAt == null ? submit().submittedAt() : runAt;
  }

  /** The lane of a project. */
  public static String lane(ProjectRef project) {
    return "project:" + project.value();
  }

  /** Whether it is not due yet. */
  public boolean isDueAfter(Instant now) {
    var runAt = submit().runAt();
    return runAt != null && runAt.isAfter(now);
  }

  /** What decides which worker may run it and whether it may start. */
  public Kind kind() {
    return new Kind(type(), submit().options().workerLabels());
  }

  /** Its place among the tasks of its organization: higher first. */
  public int priority() {
    return submit().options().priority();
  }

  /** Its first event. */
  public TaskEvent taken(Instant now) {
    var description = TaskDescription.of(submit());
    var runAt = submit().runAt();
    return runAt != null && runAt.isAfter(now)
        ? new TaskEvent.TaskScheduled(now, description, runAt)
        : new TaskEvent.TaskQueued(now, description);
  }

  /** An attempt of it. */
  public TaskRun run(long attempt, long token) {
    return new TaskRun(
        id(),
        submit().input(),
        organization,
        command.project(),
        command.generation(),
        command.actor(),
        new Attempt(attempt),
        token);
  }

  /** The message that tells events. */
  public Envelope<TaskEvents> telling(List<TaskEvent> events, long version, Instant now) {
    return around(new TaskEvents(id(), events), version, now);
  }

  /** The message that holds log lines. */
  public Envelope<TaskLog> logging(List<TaskLog.Line> lines, Instant now) {
    return around(new TaskLog(id(), lines), 0, now);
  }

  private <B extends MessageBody> Envelope<B> around(B body, long version, Instant now) {
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        id().toString(),
        new Version(version),
        now,
        organization,
        command.project(),
        command.generation(),
        command.correlationId(),
        command.messageId(),
        command.actor(),
        command.trace(),
        body);
  }
}
