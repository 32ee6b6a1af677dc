package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.task.BulkOutcome;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.task.TaskPaths;
import io.rickyard.gateway.task.TaskShape;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks: repeat one, and look at what a bulk task did to each. */
@Controller("/v1/tasks/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class RepeatController {

  private final ProjectorClient projector;
  private final FoundTasks found;
  private final Submissions submissions;

  RepeatController(ProjectorClient projector, FoundTasks found, Submissions submissions) {
    this.projector = projector;
    this.found = found;
    this.submissions = submissions;
  }

  /**
   * A page of what a bulk task did.
   *
   * @param data one per task, in the order in which they were dealt with
   * @param next where the next page begins
   */
  record Results(List<Result> data, @Nullable String next) {}

  /**
   * What was done about one task.
   *
   * @param id the task
   * @param result what became of it
   * @param task the new task that repeats it
   * @param code why it was refused
   */
  record Result(String id, String result, @Nullable String task, @Nullable String code) {
    static Result of(BulkOutcome outcome) {
      boolean refused = outcome.result() == BulkOutcome.Result.REFUSED;
      return new Result(
          outcome.id().toString(),
          outcome.result().wireName(),
          refused ? null : outcome.detail(),
          refused ? outcome.detail() : null);
    }
  }

  @Post("/retry")
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Repeat an ended task as a new one with retry_of")
  HttpResponse<TaskShape> retry(String id, @Parameter(hidden = true) Call call) {
    var submission = found.one(TaskPaths.task(id), call).requireRepeatable().submission();
    var accepted = submissions.submit(submission, call);
    return AcceptingAnswer.headers(
        HttpResponse.accepted().body(TaskShape.of(submission, accepted)),
        accepted.task(),
        accepted.position());
  }

  @Get("/results")
  @Operation(summary = "What a bulk task did to each of its tasks")
  Results results(
      String id,
      @QueryValue @Nullable Long after,
      @QueryValue @Nullable Integer limit,
      @Parameter(hidden = true) Call call) {
    var page = projector.log(TaskPaths.task(id), after, limit, call).as(JsonNode.class);
    Map<String, Result> byTask = new LinkedHashMap<>();
    for (JsonNode line : page.path("data")) {
      // A portion that was run again says the same once more.
      BulkOutcome.parse(line.path("text").asText())
          .ifPresent(outcome -> byTask.put(outcome.id().toString(), Result.of(outcome)));
    }
    return new Results(
        List.copyOf(byTask.values()), page.hasNonNull("next") ? page.get("next").asText() : null);
  }
}
