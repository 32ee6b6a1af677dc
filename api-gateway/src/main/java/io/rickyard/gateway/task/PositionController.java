package io.rickyard.gateway.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;

/** What a task waits for. The worker knows; what it has not taken in yet is known by its status. */
@Controller("/v1/tasks/{id}/position")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class PositionController {

  private static final Set<String> WAITING = Set.of("scheduled", "queued", "retrying");

  private final WorkerClient worker;
  private final ProjectorClient projector;

  PositionController(WorkerClient worker, ProjectorClient projector) {
    this.worker = worker;
    this.projector = projector;
  }

  @Get
  @Operation(
      summary = "What a task waits for, and how many are before it",
      description =
          "waits_for is intake, time, retry, earlier_change, lane or turn, and missing when the task"
              + " does not wait. In a lane ahead counts those before it and holder is its head; for"
              + " its turn ahead counts its own organization's tasks before it in its queue, and"
              + " held_back_by says what keeps it back besides. Counted up to 1,000; more says that"
              + " there are more.")
  JsonNode position(String id, @Parameter(hidden = true) Call call) {
    var task = TaskPaths.task(id);
    try {
      return worker.position(task, call).as(JsonNode.class);
    } catch (RequestRefused refused) {
      if (refused.code() != ErrorCode.NOT_FOUND) {
        throw refused;
      }
      return byStatus(task, projector.task(task, call).as(JsonNode.class));
    }
  }

  private static ObjectNode byStatus(TaskId task, JsonNode shown) {
    var position = ContractJson.mapper().createObjectNode().put("task", task.toString());
    return WAITING.contains(shown.path("state").asText())
        ? position.put("waits_for", "intake")
        : position;
  }
}
