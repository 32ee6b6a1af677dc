package io.rickyard.gateway.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.gateway.acceptance.DirectCommands;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tasks: ask for an early end. */
@Controller("/v1/tasks/{id}/cancel")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class CancelController {

  private static final String REASON = "cancelled";
  private static final String ACCEPTED = "accepted";
  private static final String REFUSED = "refused";

  private final DirectCommands commands;
  private final ProjectorClient projector;
  private final OrgClient org;

  CancelController(DirectCommands commands, ProjectorClient projector, OrgClient org) {
    this.org = org;
    this.commands = commands;
    this.projector = projector;
  }

  @Post
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Ask for a task's early end; whether it came in time, the task tells")
  HttpResponse<ObjectNode> cancel(
      String id, @Body @Nullable CancelRequest body, @Parameter(hidden = true) Call call) {
    var request = body == null ? CancelRequest.PLAIN : body;
    var task = TaskPaths.task(id);
    var shown = projector.task(task, call).as(ObjectNode.class);
    // Repeated under one key it goes out again, which harms nobody, also after the task's end.
    boolean ended = TaskStatus.named(shown.path("state").asText()).ended();
    if (org.decided(ended ? REFUSED : ACCEPTED, request, call).equals(REFUSED)) {
      throw new RequestRefused(
          ErrorCode.TASK_ENDED, "The task has already ended: " + shown.path("state").asText());
    }
    var position =
        commands.cancel(
            task,
            new OrganizationId(shown.path("organization").asText()),
            project(shown),
            new Reason(REASON, request.words()),
            request.forced(),
            call);
    MutableHttpResponse<ObjectNode> answer =
        HttpResponse.accepted().body(shown.put("cancel_requested", true));
    return AcceptingAnswer.headers(answer, task, position);
  }

  private static @Nullable ProjectRef project(ObjectNode task) {
    return task.hasNonNull("project") ? new ProjectRef(task.get("project").asText()) : null;
  }
}
