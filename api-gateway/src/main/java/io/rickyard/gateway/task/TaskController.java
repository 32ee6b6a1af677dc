package io.rickyard.gateway.task;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks: submit and look. */
@Controller("/v1/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class TaskController {

  private final Submissions submissions;
  private final ProjectorClient projector;
  private final String usualRegion;

  TaskController(
      Submissions submissions,
      ProjectorClient projector,
      @Value("${rickyard.projects.default-region:eu-central-1}") String usualRegion) {
    this.submissions = submissions;
    this.projector = projector;
    this.usualRegion = usualRegion;
  }

  @Post
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Submit a task")
  HttpResponse<TaskShape> submit(@Body NewTask body, @Parameter(hidden = true) Call call) {
    var submission = submission(body);
    Accepted accepted = submissions.submit(submission, call);
    return AcceptingAnswer.headers(
        HttpResponse.accepted().body(TaskShape.of(submission, accepted)),
        accepted.task(),
        accepted.position());
  }

  @Get
  @Operation(summary = "List tasks, the newest first")
  HttpResponse<byte[]> list(
      @QueryValue @Nullable String state,
      @QueryValue @Nullable String type,
      @QueryValue @Nullable String queue,
      @QueryValue @Nullable String project,
      @QueryValue @Nullable String organization,
      @QueryValue @Nullable String limit,
      @QueryValue @Nullable String after,
      @Parameter(hidden = true) Call call) {
    Map<String, String> filters = new LinkedHashMap<>();
    put(filters, "state", state);
    put(filters, "type", type);
    put(filters, "queue", queue);
    put(filters, "project", project);
    put(filters, "organization", organization);
    put(filters, "limit", limit);
    put(filters, "after", after);
    return passed(projector.tasks(filters, call));
  }

  @Get("/{id}")
  @Operation(summary = "Get a task with its attempts and steps")
  HttpResponse<byte[]> get(String id, @Parameter(hidden = true) Call call) {
    return passed(projector.task(TaskPaths.task(id), call));
  }

  static HttpResponse<byte[]> passed(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private Submission submission(NewTask body) {
    try {
      return body.submission(usualRegion);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static void put(Map<String, String> filters, String name, @Nullable String value) {
    if (value != null) {
      filters.put(name, value);
    }
  }
}
