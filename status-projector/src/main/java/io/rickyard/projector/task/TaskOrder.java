package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for; never changes.
 *
 * @param id the task
 * @param input what it does; its kind is written beside it as {@code type}
 * @param queue where it waits
 * @param organization whose it is, where that is known
 * @param project the project it changes, where there is one
 * @param labels the caller's own
 * @param retryOf the task this one repeats by hand
 * @param createdAt when it was accepted
 */
public record TaskOrder(
    TaskId id,
    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
            property = "type")
        TaskInput input,
    TaskQueue queue,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    Map<String, String> labels,
    @Nullable TaskId retryOf,
    Instant createdAt) {

  /** Checks that nothing required is missing. */
  public TaskOrder {
    requireNonNull(id, "id");
    requireNonNull(input, "input");
    requireNonNull(queue, "queue");
    requireNonNull(createdAt, "created_at");
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }

  /** What a description says of a task. */
  public static TaskOrder of(TaskIdentity identity, TaskDescription description) {
    return new TaskOrder(
        identity.id(),
        description.input(),
        description.queue(),
        identity.organization(),
        identity.project(),
        description.labels(),
        description.retryOf(),
        description.submittedAt());
  }
}
