package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TypeTerms;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; exactly one of organization and project is named.
 *
 * @param input what the task should do
 * @param terms what holds for its type
 * @param organization whose it is
 * @param project the project meant
 * @param labels the caller's own
 * @param queue where it waits, if not where its type usually does
 * @param runAt not before
 * @param retryOf the task repeated by hand
 * @param options how it is run, where that is not as usual
 * @param databasePassword the one the caller wants for a new project's database
 */
public record Submission(
    TaskInput input,
    @JsonIgnore TypeTerms terms,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    Map<String, String> labels,
    @Nullable TaskQueue queue,
    @Nullable Instant runAt,
    @Nullable TaskId retryOf,
    TaskOptions options,
    @Nullable String databasePassword) {

  private static final int LONGEST_LABEL = 200;

  /** Checks what can be checked without asking anybody. */
  public Submission {
    requireNonNull(input, "input");
    requireNonNull(terms, "terms");
    var _ = options.checkedFor(input.taskType(), terms);
    if ((organization == null) == (project == null)) {
      throw new IllegalArgumentException("Name either an organization or a project");
    }
    if (makesProject(input.taskType()) && organization == null) {
      throw new IllegalArgumentException("A new project needs its organization");
    }
    if (terms.needsProject() && project == null) {
      throw new IllegalArgumentException(
          "A " + input.taskType().wireName() + " names the project that it works with");
    }
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    if (labels.size() > SubmitTask.MOST_LABELS) {
      throw new IllegalArgumentException(
          "A task carries at most " + SubmitTask.MOST_LABELS + " labels");
    }
    if (labels.entrySet().stream()
        .anyMatch(label ->
            label.getKey().isEmpty() || tooLong(label.getKey()) || tooLong(label.getValue()))) {
      throw new IllegalArgumentException(
          "A label's name has 1 to %d characters, its value up to %d"
              .formatted(LONGEST_LABEL, LONGEST_LABEL));
    }
  }

  private static boolean makesProject(TaskType type) {
    return type == BuiltInType.STACK_PROVISION || type == BuiltInType.STACK_ADOPT;
  }

  /** A task of a type that every service knows. */
  public Submission(
      TaskInput input,
      @Nullable OrganizationId organization,
      @Nullable ProjectRef project,
      Map<String, String> labels,
      @Nullable TaskQueue queue,
      @Nullable Instant runAt,
      @Nullable TaskId retryOf,
      TaskOptions options,
      @Nullable String databasePassword) {
    this(
        input,
        builtIn(input).terms(),
        organization,
        project,
        labels,
        queue,
        runAt,
        retryOf,
        options,
        databasePassword);
  }

  private static BuiltInType builtIn(TaskInput input) {
    return switch (input.taskType()) {
      case BuiltInType type -> type;
      case ExtensionType type ->
          throw new IllegalArgumentException("What holds for " + type + " is announced");
    };
  }

  /** A task that changes a project, and nothing else said about it. */
  public static Submission of(TaskInput input, ProjectRef project) {
    return new Submission(
        input, null, project, Map.of(), null, null, null, TaskOptions.USUAL, null);
  }

  /** What the task does. */
  public TaskType type() {
    return input.taskType();
  }

  /** Where it waits. */
  public TaskQueue effectiveQueue() {
    return queue == null ? terms.queue() : queue;
  }

  /** Whether it waits where only administrators may put it. */
  public boolean needsAdministrator() {
    return effectiveQueue() != terms.queue();
  }

  /** The command that asks for it under an id. */
  public SubmitTask command(TaskId id, Map<String, SealedSecret> sealed, Instant at) {
    return new SubmitTask(id, effectiveQueue(), input, labels, sealed, runAt, retryOf, options, at);
  }

  private static boolean tooLong(String text) {
    return text.length() > LONGEST_LABEL;
  }

  @Override
  public String toString() {
    return "Submission[" + type().wireName() + "]";
  }
}
