package io.rickyard.gateway.branch;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.TaskInput.StackDelete;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.BranchClient;
import io.rickyard.gateway.upstream.BranchView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** The branches of a project, as the Management API has them. */
@Controller("/v1/projects/{ref}/branches")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "branches")
final class BranchController {

  private final BranchClient branches;
  private final BranchObservations observations;
  private final Submissions submissions;

  BranchController(
      BranchClient branches, BranchObservations observations, Submissions submissions) {
    this.branches = branches;
    this.observations = observations;
    this.submissions = submissions;
  }

  @Get
  @Operation(
      summary = "List a project's branches",
      description = "The project itself is not among them.")
  List<BranchShape> list(String ref, @Parameter(hidden = true) Call call) {
    return branches.of(project(ref), call).stream().map(branch -> shape(branch, call)).toList();
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Create a branch: a project of its own with this one's migrations and no data",
      description =
          "Its project comes up in the task that the headers name; the migrations follow in the"
              + " task that the answer names.")
  HttpResponse<BranchShape> create(
      String ref, @Body NewBranch body, @Parameter(hidden = true) Call call) {
    var accepted = submissions.submit(project(ref), body.note(), call);
    return AcceptingAnswer.headers(
        HttpResponse.created(shape(accepted.branch(), call)),
        accepted.project().task(),
        accepted.project().position());
  }

  @Get("/{name}")
  @Operation(summary = "Get a project's branch by its name")
  BranchShape get(String ref, String name, @Parameter(hidden = true) Call call) {
    return branches.of(project(ref), call).stream()
        .filter(branch -> branch.name().equals(name))
        .findFirst()
        .map(branch -> shape(branch, call))
        .orElseThrow(
            () -> new RequestRefused(ErrorCode.NOT_FOUND, "The project has no branch " + name));
  }

  @Delete
  @Operation(summary = "Delete all branches of a project, each in a task of its own")
  HttpResponse<Void> deleteAll(String ref, @Parameter(hidden = true) Call call) {
    for (BranchView branch : branches.of(project(ref), call)) {
      var one = call.part(branch.project().value());
      var _ = submissions.submit(Submission.of(new StackDelete(), branch.project()), one);
    }
    return HttpResponse.ok();
  }

  private BranchShape shape(BranchView branch, Call call) {
    return BranchShape.of(branch, observations.of(branch, call));
  }

  private static ProjectRef project(String ref) {
    try {
      return new ProjectRef(ref);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Project not found", e);
    }
  }
}
