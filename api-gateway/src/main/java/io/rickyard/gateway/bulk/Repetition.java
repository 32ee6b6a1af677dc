package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a task again as it was asked for, out of what the public API shows of it. Its time is
 * not kept, since it has passed, and neither is its parent, which has its own end.
 */
final class Repetition {

  private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

  private final JsonNode task;

  Repetition(JsonNode task) {
    this.task = task;
  }

  TaskId id() {
    return TaskId.parse(task.path("id").asText());
  }

  OrganizationId organization() {
    return new OrganizationId(task.path("organization").asText());
  }

  @Nullable ProjectRef project() {
    return task.hasNonNull("project") ? new ProjectRef(task.get("project").asText()) : null;
  }

  boolean hasEnded() {
    return TaskStatus.named(task.path("state").asText()).ended();
  }

  /** Its type; none when nobody could read what was asked for. */
  Optional<TaskType> type() {
    String name = task.path("type").asText();
    for (TaskType type : TaskType.values()) {
      if (type.wireName().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** This, unless it has to be refused to repeat it by itself. */
  Repetition requireRepeatable() {
    if (!hasEnded()) {
      throw new RequestRefused(
          ErrorCode.CONFLICT, "The task has not ended: cancel it first, or wait for its end");
    }
    boolean repeatable =
        type()
            .filter(
                type -> type.isPlain() || (type.changesStack() && type != TaskType.STACK_PROVISION))
            .isPresent();
    if (!repeatable) {
      throw new RequestRefused(
          ErrorCode.UNPROCESSABLE,
          "A %s is not repeated: begin it anew".formatted(task.path("type").asText()));
    }
    return this;
  }

  /** What would ask for it again; throws {@link IllegalArgumentException} when nothing would. */
  Submission submission() {
    var project = project();
    return new Submission(
        input(),
        project == null ? organization() : null,
        project,
        task.hasNonNull("labels")
            ? ContractJson.mapper().convertValue(task.get("labels"), LABELS)
            : Map.of(),
        TaskQueue.named(task.path("queue").asText()),
        null,
        id(),
        options(),
        null);
  }

  private TaskInput input() {
    ObjectNode input = ContractJson.mapper().createObjectNode();
    if (task.path("input") instanceof ObjectNode shown) {
      input.setAll(shown);
    }
    return read(input.put("type", task.path("type").asText()), TaskInput.class);
  }

  private TaskOptions options() {
    var shown = read(task, TaskOptions.class);
    return TaskOptions.of(
        shown.priority(),
        shown.queueTimeout(),
        shown.runTimeout(),
        shown.silenceTimeout(),
        shown.budget(),
        shown.retry(),
        shown.concurrency(),
        shown.workerLabels(),
        null);
  }

  private static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return ContractJson.mapper().treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The task cannot be asked for again", e);
    }
  }
}
