package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.task.TaskFilters;
import io.rickyard.gateway.task.TaskPaths;
import io.rickyard.gateway.task.TaskShape;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;

/** Dead letters: tasks that were given up for good and not repeated since. */
@Controller("/v1/dead-letters")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "dead letters")
final class DeadLetterController {

  private final ProjectorClient projector;
  private final FoundTasks found;
  private final Submissions submissions;
  private final BulkTasks bulk;

  DeadLetterController(
      ProjectorClient projector, FoundTasks found, Submissions submissions, BulkTasks bulk) {
    this.projector = projector;
    this.found = found;
    this.submissions = submissions;
    this.bulk = bulk;
  }

  @Get
  @Operation(
      summary = "List the tasks that were given up, the newest first",
      description =
          "Takes the filters of GET /v1/tasks but state. Each is shown as a task with its attempts"
              + " counted and its last error, and reason: attempts_spent or not_retryable.")
  ObjectNode list(
      @Parameter(hidden = true) HttpRequest<?> request, @Parameter(hidden = true) Call call) {
    var filters = TaskFilters.of(request.getParameters());
    requireNoState(filters);
    var page = projector.dead(filters, call).as(ObjectNode.class);
    if (page.path("data") instanceof ArrayNode tasks) {
      tasks.forEach(DeadLetterController::explain);
    }
    return page;
  }

  @Post("/{id}/replay")
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Repeat a task that was given up; it leaves the list")
  HttpResponse<TaskShape> replay(String id, @Parameter(hidden = true) Call call) {
    var dead = TaskPaths.task(id);
    var task = found.one(dead, call);
    if (task.state() != TaskStatus.FAILED) {
      throw new RequestRefused(
          ErrorCode.CONFLICT, "The task is " + task.state().wireName() + ", not given up");
    }
    var submission = task.requireRepeatable().submission();
    var accepted = submissions.replay(dead, submission, call);
    return AcceptingAnswer.headers(
        HttpResponse.accepted().body(TaskShape.of(submission, accepted)),
        accepted.task(),
        accepted.position());
  }

  @Post("/replay")
  @Operation(
      summary = "Repeat the tasks that were given up and that a filter finds",
      description =
          "Answers 202 with the task that does it, or 200 on a dry run and when nothing was found.")
  HttpResponse<BulkAnswer> replayMany(
      @Body BulkRequest request, @Parameter(hidden = true) Call call) {
    if (request.where().containsKey("state")) {
      throw stateRefused();
    }
    var filters = request.filters(TaskStatus.FAILED.wireName());
    return BulkAnswer.of(bulk.retry(request, filters, true, call));
  }

  private static void requireNoState(Map<String, List<String>> filters) {
    if (filters.containsKey("state")) {
      throw stateRefused();
    }
  }

  private static RequestRefused stateRefused() {
    return new RequestRefused(
        ErrorCode.INVALID_REQUEST, "state: every dead letter is a task that failed");
  }

  private static void explain(JsonNode task) {
    if (task instanceof ObjectNode shown) {
      boolean retryable = shown.at("/error/retryable").asBoolean();
      shown.put("reason", retryable ? "attempts_spent" : "not_retryable");
    }
  }
}
