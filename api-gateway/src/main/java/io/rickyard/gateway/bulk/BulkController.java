package io.rickyard.gateway.bulk;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Tasks: cancel and repeat many by a filter. */
@Controller("/v1/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class BulkController {

  private static final String LIVE = "scheduled,queued,running,retrying";
  private static final String FAILED = "failed";

  private final BulkTasks bulk;

  BulkController(BulkTasks bulk) {
    this.bulk = bulk;
  }

  @Post("/cancel")
  @Operation(
      summary = "Cancel the tasks that a filter finds",
      description =
          "Answers 202 with the task that does it, or 200 on a dry run and when nothing was found.")
  HttpResponse<BulkAnswer> cancel(@Body BulkRequest request, @Parameter(hidden = true) Call call) {
    var filters = request.filters(LIVE);
    requireStates(filters, state -> !state.ended(), "only a task that has not ended is cancelled");
    return BulkAnswer.of(bulk.cancel(request, filters, call));
  }

  @Post("/retry")
  @Operation(
      summary =
          "Repeat the ended tasks that a filter finds, those that failed if it names no state",
      description =
          "Each becomes a new task with retry_of. Answers 202 with the task that does it, or 200 on"
              + " a dry run and when nothing was found.")
  HttpResponse<BulkAnswer> retry(@Body BulkRequest request, @Parameter(hidden = true) Call call) {
    var filters = request.filters(FAILED);
    requireStates(filters, TaskStatus::ended, "only a task that has ended is repeated");
    return BulkAnswer.of(bulk.retry(request, filters, false, call));
  }

  private static void requireStates(
      Map<String, List<String>> filters, Predicate<TaskStatus> allowed, String rule) {
    for (String list : filters.getOrDefault("state", List.of())) {
      for (String name : Arrays.asList(list.split(",", -1))) {
        if (!allowed.test(state(name))) {
          throw new RequestRefused(
              ErrorCode.INVALID_REQUEST, "where.state: '%s': %s".formatted(name, rule));
        }
      }
    }
  }

  private static TaskStatus state(String name) {
    try {
      return TaskStatus.named(name);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "where.state: " + e.getMessage());
    }
  }
}
