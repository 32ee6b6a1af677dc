package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
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

  ProjectActionController(Submissions submissions) {
    this.submissions = submissions;
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
