package io.rickyard.gateway.snippet;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.SnippetClient;
import io.rickyard.gateway.upstream.SnippetView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** SQL that people keep beside projects: the Management API reads it, ours also keeps it. */
@Controller("/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "snippets")
final class SnippetController {

  private final SnippetClient snippets;
  private final SnippetShapes shapes;

  SnippetController(SnippetClient snippets, SnippetShapes shapes) {
    this.snippets = snippets;
    this.shapes = shapes;
  }

  @Get("/snippets")
  @Operation(
      summary = "List the SQL snippets that one may see, the oldest first",
      description = "One's own, and those for everybody who may see their project.")
  SnippetShape.Page list(
      @QueryValue("project_ref") @Nullable String projectRef,
      @QueryValue @Nullable String cursor,
      @Parameter(hidden = true) Call call) {
    var page = snippets.list(projectRef == null ? null : project(projectRef), cursor, call);
    var next = page.size() < SnippetClient.PAGE ? null : page.getLast().id().toString();
    return new SnippetShape.Page(
        shapes.without(page.stream().filter(one -> visible(one, call)).toList(), call), next);
  }

  private static boolean visible(SnippetView snippet, Call call) {
    return call.identity()
        .caller()
        .inScope(Permission.PROJECT_READ, snippet.organization(), snippet.project());
  }

  @Get("/snippets/{id}")
  @Operation(summary = "Get a SQL snippet")
  SnippetShape get(String id, @Parameter(hidden = true) Call call) {
    return shapes.with(find(id, Permission.PROJECT_READ, call), call);
  }

  @Post("/projects/{ref}/snippets")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Keep a SQL snippet beside a project",
      description = "One for everybody who may see the project takes a developer.")
  HttpResponse<SnippetShape> keep(
      String ref, @Body SnippetText body, @Parameter(hidden = true) Call call) {
    return HttpResponse.created(shapes.with(snippets.keep(project(ref), body, call), call));
  }

  @Put("/snippets/{id}")
  @Operation(summary = "Change a SQL snippet")
  SnippetShape change(String id, @Body SnippetText body, @Parameter(hidden = true) Call call) {
    var found = find(id, Permission.PROJECT_CHANGE, call);
    return shapes.with(snippets.change(found, body, call), call);
  }

  @Delete("/snippets/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forget a SQL snippet")
  void forget(String id, @Parameter(hidden = true) Call call) {
    snippets.forget(find(id, Permission.PROJECT_CHANGE, call), call);
  }

  /** Whose it is, its own id does not say, so the scopes are asked here. */
  private SnippetView find(String id, Permission permission, Call call) {
    var found = snippets.get(id, call);
    call.identity().caller().requireScope(permission, found.organization(), found.project());
    return found;
  }

  private static ProjectRef project(String ref) {
    try {
      return new ProjectRef(ref);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Project not found", e);
    }
  }
}
