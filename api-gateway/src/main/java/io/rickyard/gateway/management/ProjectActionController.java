package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.StackPause;
import io.rickyard.contracts.task.TaskInput.StackRepair;
import io.rickyard.contracts.task.TaskInput.StackRestart;
import io.rickyard.contracts.task.TaskInput.StackResume;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/**
 * What can be done to a project's stack. The Management API wants 200 and an empty body; the task
 * stands in the headers.
 */
@Controller("/v1/projects/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class ProjectActionController {

  private final Submissions submissions;
  private final ProjectServices services;

  ProjectActionController(Submissions submissions, ProjectServices services) {
    this.submissions = submissions;
    this.services = services;
  }

  @Post("/pause")
  @Operation(summary = "Stop a project's stack and keep its data")
  HttpResponse<Void> pause(String ref, @Parameter(hidden = true) Call call) {
    return act(ref, new StackPause(), call);
  }

  @Post("/restore")
  @Operation(summary = "Bring a paused project back")
  HttpResponse<Void> restore(String ref, @Parameter(hidden = true) Call call) {
    return act(ref, new StackResume(), call);
  }

  @Post("/restart")
  @Operation(summary = "Stop and start a project's stack")
  HttpResponse<Void> restart(String ref, @Parameter(hidden = true) Call call) {
    return act(ref, new StackRestart(), call);
  }

  @Post("/services/{service}/restart")
  @Operation(
      summary = "Stop and start one service of a project's stack",
      description = "One that the project's health does not name is refused.")
  HttpResponse<Void> restart(String ref, String service, @Parameter(hidden = true) Call call) {
    return act(ref, services.restart(Paths.project(ref), service, call), call);
  }

  @Post("/resize")
  @Operation(
      summary = "Give a project's stack more or fewer services, or other limits",
      description =
          "What is left out stays as it is. limits are all limits that are not as the blueprints"
              + " say; a service that is not named goes back to its blueprint's. A service that"
              + " leaves keeps its volumes, and finds them when it comes back.")
  HttpResponse<Void> resize(
      String ref, @Body ResizeRequest body, @Parameter(hidden = true) Call call) {
    return act(ref, body.input(), call);
  }

  @Post("/repair")
  @Operation(summary = "Find and mend what is broken in a project's stack")
  HttpResponse<Void> repair(String ref, @Parameter(hidden = true) Call call) {
    return act(ref, new StackRepair(), call);
  }

  private HttpResponse<Void> act(String ref, TaskInput input, Call call) {
    Accepted accepted = submissions.submit(Submission.of(input, Paths.project(ref)), call);
    return AcceptingAnswer.headers(HttpResponse.<Void>ok(), accepted.task(), accepted.position());
  }
}
