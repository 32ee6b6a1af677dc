package io.rickyard.gateway.scope;

import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.CallBinder;
import io.rickyard.gateway.call.Identity;
import io.rickyard.gateway.call.RefusedCaller;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets a token that is limited to scopes ask for what they allow, and for nothing else. It comes
 * before every handler, with the token itself: what a handler forgets is not allowed. Whose a thing
 * is, is asked as the caller, so that what the caller may not know of is answered 404 as always.
 */
@Singleton
public final class ScopeGate {

  private static final String NOT_AT_ALL = "A token that is limited to scopes cannot do this";

  private final RightsCache rights;
  private final ProjectorClient projector;
  private final CallBinder calls;
  private final Scheduler threads =
      Schedulers.fromExecutor(Executors.newVirtualThreadPerTaskExecutor());

  ScopeGate(RightsCache rights, ProjectorClient projector, CallBinder calls) {
    this.rights = rights;
    this.projector = projector;
    this.calls = calls;
  }

  /** A task as far as it says whose it is. */
  private record Owned(OrganizationId organization, @Nullable ProjectRef project) {}

  /** The same identity, unless its scopes do not allow the request. */
  public Mono<Identity> check(HttpRequest<?> request, Identity identity) {
    if (identity.caller().scopes().isEmpty()) {
      return Mono.just(identity);
    }
    return Mono.fromCallable(
            () -> {
              try {
                require(request, identity);
              } catch (RequestRefused refused) {
                RefusedCaller.note(request, identity);
                throw refused;
              }
              return identity;
            })
        .subscribeOn(threads);
  }

  private void require(HttpRequest<?> request, Identity identity) {
    var route =
        ScopedRoute.of(method(request), request.getPath())
            .orElseThrow(() -> new RequestRefused(ErrorCode.FORBIDDEN, NOT_AT_ALL));
    switch (route.place()) {
      case NOWHERE, HANDLER -> {}
      case PATH -> path(route, request, calls.call(request, identity));
      case QUERY -> query(route, request.getParameters(), calls.call(request, identity));
      case TASK -> task(route, request, calls.call(request, identity));
    }
  }

  private void path(ScopedRoute route, HttpRequest<?> request, Call call) {
    var named = route.named(request.getPath());
    boolean reveals = request.getParameters().getAll("reveal").stream().anyMatch("true"::equals);
    var permission = route.required(reveals);
    if (named.containsKey("slug")) {
      organization(permission, named.get("slug"), call);
    } else {
      project(permission, named.get("ref"), call);
    }
  }

  private void query(ScopedRoute route, HttpParameters query, Call call) {
    var permission = route.required(false);
    List<String> projects = query.getAll("project");
    List<String> organizations = query.getAll("organization");
    if (projects.isEmpty() && organizations.isEmpty()) {
      throw new RequestRefused(
          ErrorCode.FORBIDDEN,
          "With a token that is limited to scopes, name the organization or project that is meant");
    }
    projects.forEach(project -> project(permission, project, call));
    if (projects.isEmpty()) {
      organizations.forEach(organization -> organization(permission, organization, call));
    }
  }

  private void task(ScopedRoute route, HttpRequest<?> request, Call call) {
    String id = route.named(request.getPath()).getOrDefault("id", "");
    Owned task;
    try {
      task = projector.task(TaskId.parse(id), call).as(Owned.class);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such task", e);
    }
    scope(route.required(false), task.organization(), task.project(), call);
  }

  /** Of what is known to be of the caller's organizations. */
  private static void scope(
      Permission permission, OrganizationId organization, @Nullable ProjectRef project, Call call) {
    try {
      call.identity().caller().requireScope(permission, organization, project);
    } catch (RequestRefused refused) {
      throw refused.within(organization);
    }
  }

  private void organization(Permission permission, @Nullable String slug, Call call) {
    try {
      var organization = new OrganizationId(String.valueOf(slug));
      var caller = call.identity().caller();
      if (!caller.inScope(permission, organization, null)) {
        if (rights.knows(organization, call)) {
          scope(permission, organization, null, call);
        }
        caller.requireScope(permission, organization, null);
      }
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Organization not found", e);
    }
  }

  private void project(Permission permission, @Nullable String named, Call call) {
    try {
      var project = new ProjectRef(String.valueOf(named));
      var organization = rights.organization(project, call);
      scope(permission, organization, project, call);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Project not found", e);
    }
  }

  /** HEAD shows no more than GET. */
  private static String method(HttpRequest<?> request) {
    String method = request.getMethodName();
    return method.equals("HEAD") ? "GET" : method;
  }
}
