package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.Beginning;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.gateway.acceptance.KnownTypes;
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
  private final KnownTypes known;

  /**
   * Repeats it.
   *
   * @param task as the public API shows it
   * @param known what may be repeated
   */
  Repetition(JsonNode task, KnownTypes known) {
    this.task = task;
    this.known = known;
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

  TaskStatus state() {
    return TaskStatus.named(task.path("state").asText());
  }

  /** Whether it can be asked for again; never when nobody could read what was asked for. */
  boolean isRepeatable() {
    return type().filter(type -> known.terms(type).allow(Beginning.REPETITION)).isPresent();
  }

  /** The same as one of many: a desired state is decided by itself. */
  boolean isRepeatableInBulk() {
    return isRepeatable() && type().filter(TaskType::changesStack).isEmpty();
  }

  private Optional<TaskType> type() {
    return TaskType.find(task.path("type").asText());
  }

  /** This, unless it has to be refused to repeat it by itself. */
  Repetition requireRepeatable() {
    if (!state().ended()) {
      throw new RequestRefused(
          ErrorCode.CONFLICT, "The task has not ended: cancel it first, or wait for its end");
    }
    if (!isRepeatable()) {
      throw new RequestRefused(
          ErrorCode.UNPROCESSABLE,
          "A %s is not repeated: begin it anew".formatted(task.path("type").asText()));
    }
    return this;
  }

  /** What would ask for it again; throws {@link IllegalArgumentException} when nothing would. */
  Submission submission() {
    var project = project();
    var input = input();
    return new Submission(
        input,
        known.terms(input.taskType()),
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
    return read(input.put(TaskInput.TYPE, task.path("type").asText()), TaskInput.class);
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
