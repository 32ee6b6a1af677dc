package io.rickyard.projector.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.projector.query.StackQueries;
import io.rickyard.projector.query.Visibility;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import org.jspecify.annotations.Nullable;

/** Stacks. */
@Controller("/stacks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
class StackController {

  private static final int USUAL = 200;

  private final Visibility visibility;
  private final StackQueries stacks;

  StackController(Visibility visibility, StackQueries stacks) {
    this.visibility = visibility;
    this.stacks = stacks;
  }

  @Get
  String list(
      Authentication authentication,
      @Nullable @QueryValue String organization,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    var from = Parameters.optional("after", after, ProjectRef::new);
    return stacks
        .list(
            visibility.organizations(Caller.of(authentication), organization),
            from == null ? null : from.value(),
            Parameters.limit(limit, USUAL))
        .json();
  }

  @Get("/{ref}")
  String one(Authentication authentication, @PathVariable String ref) {
    return stacks
        .one(visibility.organizations(Caller.of(authentication)), ref)
        .orElseThrow(() -> new RequestRefused(ErrorCode.NOT_FOUND, "There is no such project"));
  }
}
