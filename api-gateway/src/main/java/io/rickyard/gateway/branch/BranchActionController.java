package io.rickyard.gateway.branch;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.StackDelete;
import io.rickyard.contracts.task.TaskInput.StackMigrate;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.BranchClient;
import io.rickyard.gateway.upstream.BranchView;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A branch by its id or its project's reference, and what can be done with it. */
@Controller("/v1/branches/{branch}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "branches")
final class BranchActionController {

  private final BranchClient branches;
  private final BranchObservations observations;
  private final WorkerClient worker;
  private final RightsCache rights;
  private final Submissions submissions;

  BranchActionController(
      BranchClient branches,
      BranchObservations observations,
      WorkerClient worker,
      RightsCache rights,
      Submissions submissions) {
    this.branches = branches;
    this.observations = observations;
    this.worker = worker;
    this.rights = rights;
    this.submissions = submissions;
  }

  /**
   * Up to where.
   *
   * @param migrationVersion the last migration that is meant; all when left out
   */
  record Extent(@Nullable String migrationVersion) {}

  /**
   * Work that was accepted.
   *
   * @param workflowRunId the task
   * @param message always ok
   */
  record Run(String workflowRunId, String message) {}

  /** What was done. */
  record Done(String message) {
    private static final Done OK = new Done("ok");
  }

  @Get
  @Operation(
      summary = "Get how a branch's database is reached",
      description = "With its password and signing secret for who may see them.")
  HttpResponse<BranchConnection> get(String branch, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_READ, call);
    var seen = observations.of(found, call);
    boolean reveal = mayReveal(found.project(), call);
    var connection =
        worker
            .connection(found.project(), reveal, call)
            .as(BranchConnection.WorkerConnection.class);
    return HttpResponse.ok(BranchConnection.of(found, seen.project(), connection))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private boolean mayReveal(ProjectRef project, Call call) {
    try {
      var _ = rights.require(project, Permission.SECRET_READ, call);
      return true;
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.FORBIDDEN) {
        return false;
      }
      throw refused;
    }
  }

  @Patch
  @Operation(summary = "Say other things of a branch: its name, what it stands for, that it stays")
  BranchShape change(String branch, @Body BranchChange body, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_CHANGE, call);
    var changed = branches.change(found, body.note(), call);
    return BranchShape.of(changed, observations.of(changed, call));
  }

  @Delete
  @Operation(summary = "Delete a branch and every trace of it, at once")
  HttpResponse<Done> delete(String branch, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_DELETE, call);
    return accepted(HttpStatus.OK, Done.OK, submit(new StackDelete(), found.project(), call));
  }

  @Post("/push")
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Apply the parent's migrations to a branch that it does not have")
  HttpResponse<Run> push(
      String branch, @Body @Nullable Extent body, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_CHANGE, call);
    return migrate(MigrationCourse.PUSH, found.parent(), found.project(), body, call);
  }

  @Post("/merge")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Apply a branch's migrations to its parent that it does not have",
      description =
          "A parent that has migrations which the branch lacks is left alone: push them first.")
  HttpResponse<Run> merge(
      String branch, @Body @Nullable Extent body, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_CHANGE, call);
    return migrate(MigrationCourse.MERGE, found.project(), found.parent(), body, call);
  }

  @Post("/reset")
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Empty a branch's database and apply the parent's migrations again")
  HttpResponse<Run> reset(
      String branch, @Body @Nullable Extent body, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_CHANGE, call);
    return migrate(MigrationCourse.RESET, found.parent(), found.project(), body, call);
  }

  @Get("/diff")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(
      summary = "The SQL that would give a parent the schema of its branch",
      description =
          "From the catalogs of both, to be read before it is run: what is not compared is said"
              + " in its head.")
  HttpResponse<String> diff(String branch, @Parameter(hidden = true) Call call) {
    var found = find(branch, Permission.PROJECT_CHANGE, call);
    var _ = rights.require(found.parent(), Permission.PROJECT_CHANGE, call);
    return HttpResponse.ok(worker.difference(found.parent(), found.project(), call))
        .contentType(MediaType.TEXT_PLAIN_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** Whose it is, its own id does not say, so the scopes are asked here. */
  private BranchView find(String branch, Permission permission, Call call) {
    var found = branches.get(branch, call);
    call.identity().caller().requireScope(permission, found.organization(), found.project());
    return found;
  }

  private HttpResponse<Run> migrate(
      MigrationCourse course, ProjectRef from, ProjectRef to, @Nullable Extent extent, Call call) {
    var upTo = extent == null ? null : extent.migrationVersion();
    var accepted = submit(new StackMigrate(course, from, upTo), to, call);
    return accepted(HttpStatus.CREATED, new Run(accepted.task().toString(), "ok"), accepted);
  }

  private Accepted submit(TaskInput input, ProjectRef project, Call call) {
    return submissions.submit(Submission.of(input, project), call);
  }

  private static <T> HttpResponse<T> accepted(HttpStatus status, T body, Accepted accepted) {
    return AcceptingAnswer.headers(
        HttpResponse.status(status).body(body), accepted.task(), accepted.position());
  }
}
