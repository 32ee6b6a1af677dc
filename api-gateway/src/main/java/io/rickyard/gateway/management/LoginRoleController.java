package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.audit.AcceptedDeeds;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.WorkerClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Roles for a while in a project's database, with which the {@code supabase} command logs in. */
@Controller("/v1/projects/{ref}/cli/login-role")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class LoginRoleController {

  private final WorkerClient worker;
  private final RightsCache rights;
  private final AcceptedDeeds deeds;

  LoginRoleController(WorkerClient worker, RightsCache rights, AcceptedDeeds deeds) {
    this.worker = worker;
    this.rights = rights;
    this.deeds = deeds;
  }

  /**
   * Asks for one.
   *
   * @param readOnly whether it may read everything and write nothing
   */
  record WantedRole(boolean readOnly) {}

  /**
   * What is told, once.
   *
   * @param role its name
   * @param password its password, which is kept nowhere
   * @param ttlSeconds how long it lasts
   */
  record ToldRole(String role, String password, long ttlSeconds) {
    @Override
    public String toString() {
      return "ToldRole[" + role + "]";
    }
  }

  /** That is all. */
  record Done(String message) {}

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Get a role for an hour in a project's database",
      description =
          "Its password is told now and never again. Its sessions are those of postgres, or with"
              + " read_only of a role that may only read; they end with it.")
  HttpResponse<ToldRole> make(
      String ref, @Body WantedRole body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(
        project, body.readOnly() ? Permission.SECRET_READ : Permission.PROJECT_CHANGE, call);
    return HttpResponse.created(worker.makeLoginRole(project, body, call).as(ToldRole.class))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Delete
  @Operation(
      summary = "Remove a project's roles for a while before their time, with their sessions")
  Done remove(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var organization = rights.require(project, Permission.PROJECT_CHANGE, call);
    worker.removeLoginRoles(project, call);
    deeds.accepted("project.login_roles_removed", project.value(), organization, project, call);
    return new Done("ok");
  }
}
