package io.rickyard.gateway.task;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
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
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Tasks: submit and look. */
@Controller("/v1/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class TaskController {

  private final Submissions submissions;
  private final ProjectorClient projector;
  private final TaskForms forms;

  TaskController(Submissions submissions, ProjectorClient projector, TaskForms forms) {
    this.submissions = submissions;
    this.projector = projector;
    this.forms = forms;
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
  @Operation(
      summary = "List tasks, the newest first",
      description =
          "Filters narrow one another. state, type and queue take several values with commas; label"
              + " is a name or name=value and may be repeated; q is the beginning of an id or an"
              + " error code; times are RFC 3339, *_after included and *_before not.",
      parameters = {
        @Parameter(name = "state", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "type", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "queue", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "project", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(
            name = "organization",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "string")),
        @Parameter(name = "label", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "parent", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "retry_of", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(
            name = "created_after",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "string")),
        @Parameter(
            name = "created_before",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "string")),
        @Parameter(name = "ended_after", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(
            name = "ended_before",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "string")),
        @Parameter(name = "q", in = ParameterIn.QUERY, schema = @Schema(type = "string")),
        @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
        @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
      })
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) HttpRequest<?> request, @Parameter(hidden = true) Call call) {
    return passed(projector.tasks(TaskFilters.of(request.getParameters()), call));
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
      return forms.read(body);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
