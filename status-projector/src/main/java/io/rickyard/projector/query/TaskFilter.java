package io.rickyard.projector.query;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are asked for; what is null or empty does not matter.
 *
 * @param states in one of these states
 * @param types of one of these types
 * @param queues in one of these queues
 * @param project of this project
 * @param labels with all of these labels
 * @param actor asked for by this user, token, hook or schedule
 * @param parent begun by this task
 * @param retryOf repeating this task
 * @param created accepted within this time
 * @param ended ended within this time
 * @param text whose id begins, or whose error code is, like this
 * @param dead whether only dead letters count: failed for good and not repeated since
 */
public record TaskFilter(
    Set<TaskStatus> states,
    Set<TaskType> types,
    Set<TaskQueue> queues,
    @Nullable ProjectRef project,
    List<WantedLabel> labels,
    @Nullable String actor,
    @Nullable TaskId parent,
    @Nullable TaskId retryOf,
    TimeRange created,
    TimeRange ended,
    @Nullable SearchText text,
    boolean dead) {

  /**
   * A label that a task must carry.
   *
   * @param key its name
   * @param value its value; any when null
   */
  public record WantedLabel(String key, @Nullable String value) {

    /** Checks that it has a name. */
    public WantedLabel {
      requireNonNull(key, "key");
      if (key.isEmpty()) {
        throw new IllegalArgumentException("a label is 'name' or 'name=value'");
      }
    }

    /** Reads {@code name} or {@code name=value}. */
    public static WantedLabel parse(String text) {
      int sign = text.indexOf('=');
      return sign < 0
          ? new WantedLabel(text, null)
          : new WantedLabel(text.substring(0, sign), text.substring(sign + 1));
    }
  }

  /** Copies the collections. */
  public TaskFilter {
    requireNonNull(created, "created");
    requireNonNull(ended, "ended");
    states = dead ? Set.of(TaskStatus.FAILED) : Set.copyOf(states);
    types = Set.copyOf(types);
    queues = Set.copyOf(queues);
    labels = List.copyOf(labels);
  }

  /** The same for some of its states. */
  TaskFilter withStates(Set<TaskStatus> only) {
    return new TaskFilter(
        only, types, queues, project, labels, actor, parent, retryOf, created, ended, text, dead);
  }
}
