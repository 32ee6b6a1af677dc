package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for; never changes. Of a task whose command nobody could read, neither input nor
 * queue are known.
 *
 * @param id the task
 * @param input what it does; its kind is written beside it as {@code type}
 * @param queue where it waits
 * @param organization whose it is, where that is known
 * @param project the project it changes, where there is one
 * @param actor who asked for it, where that is known
 * @param labels the caller's own
 * @param retryOf the task this one repeats by hand
 * @param createdAt when it was accepted
 */
public record TaskOrder(
    TaskId id,
    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE) @Nullable TaskInput input,
    @Nullable TaskQueue queue,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable Actor actor,
    Map<String, String> labels,
    @Nullable TaskId retryOf,
    Instant createdAt) {

  private static final String UNKNOWN = "unknown";

  /** Checks that nothing required is missing. */
  public TaskOrder {
    requireNonNull(id, "id");
    requireNonNull(createdAt, "created_at");
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }

  /** Reads what was stored, in which an input's type stands beside it. */
  @JsonCreator
  static TaskOrder of(
      @JsonProperty("id") TaskId id,
      @JsonProperty(TaskInput.TYPE) @Nullable String type,
      @JsonProperty("input") @Nullable ObjectNode input,
      @JsonProperty("queue") @Nullable TaskQueue queue,
      @JsonProperty("organization") @Nullable OrganizationId organization,
      @JsonProperty("project") @Nullable ProjectRef project,
      @JsonProperty("actor") @Nullable Actor actor,
      @JsonProperty("labels") Map<String, String> labels,
      @JsonProperty("retry_of") @Nullable TaskId retryOf,
      @JsonProperty("created_at") Instant createdAt) {
    return new TaskOrder(
        id,
        input == null ? null : read(input.put(TaskInput.TYPE, type)),
        queue,
        organization,
        project,
        actor,
        labels,
        retryOf,
        createdAt);
  }

  private static TaskInput read(ObjectNode written) {
    try {
      return ContractJson.mapper().treeToValue(written, TaskInput.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A stored input cannot be read", e);
    }
  }

  @JsonProperty(TaskInput.TYPE)
  @Nullable String writtenType() {
    return input == null ? null : type();
  }

  /** What is known of a task whose command nobody could read. */
  static TaskOrder unreadable(TaskIdentity identity, Instant at) {
    return new TaskOrder(
        identity.id(),
        null,
        null,
        identity.organization(),
        identity.project(),
        null,
        Map.of(),
        null,
        at);
  }

  /** The name of its type. */
  public String type() {
    return input == null ? UNKNOWN : input.taskType().wireName();
  }

  /** The name of its queue. */
  public String queueName() {
    return queue == null ? UNKNOWN : queue.wireName();
  }

  /** What a description says of a task. */
  public static TaskOrder of(TaskIdentity identity, TaskDescription description) {
    return new TaskOrder(
        identity.id(),
        description.input(),
        description.queue(),
        identity.organization(),
        identity.project(),
        identity.actor(),
        description.labels(),
        description.retryOf(),
        description.submittedAt());
  }
}
