package io.rickyard.projector.http;

import io.micronaut.http.HttpRequest;
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
import io.rickyard.contracts.TaskId;
import io.rickyard.projector.query.Page;
import io.rickyard.projector.query.Place;
import io.rickyard.projector.query.StackQueries;
import io.rickyard.projector.query.TaskFilter;
import io.rickyard.projector.query.TaskQueries;
import io.rickyard.projector.query.Visibility;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks and their logs. */
@Controller("/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
class TaskController {

  private static final int USUAL_TASKS = 50;
  private static final int USUAL_LINES = 200;
  private static final int MOST_COUNTED = 10_001;

  private final Visibility visibility;
  private final TaskQueries tasks;
  private final StackQueries stacks;

  TaskController(Visibility visibility, TaskQueries tasks, StackQueries stacks) {
    this.visibility = visibility;
    this.tasks = tasks;
    this.stacks = stacks;
  }

  @Get
  String list(
      Authentication authentication,
      HttpRequest<?> request,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    return page(authentication, request, limit, after, false).json();
  }

  /** Those that were given up for good and not repeated since. */
  @Get("/dead")
  String dead(
      Authentication authentication,
      HttpRequest<?> request,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    return page(authentication, request, limit, after, true).json();
  }

  /** How many a filter finds, counted up to a number. */
  @Get("/count")
  String count(
      Authentication authentication,
      HttpRequest<?> request,
      @QueryValue(defaultValue = "10000") int most,
      @QueryValue(defaultValue = "false") boolean dead) {
    if (most < 1 || most > MOST_COUNTED) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "most lies between 1 and " + MOST_COUNTED);
    }
    var filter = TaskFilters.of(request.getParameters(), dead);
    int found = tasks.count(visible(authentication, request, filter), filter, most);
    return "{\"count\":" + found + "}";
  }

  private Page page(
      Authentication authentication,
      HttpRequest<?> request,
      @Nullable Integer limit,
      @Nullable String after,
      boolean dead) {
    var filter = TaskFilters.of(request.getParameters(), dead);
    return tasks.list(
        visible(authentication, request, filter),
        filter,
        Parameters.optional("after", after, Place::parse),
        Parameters.limit(limit, USUAL_TASKS));
  }

  private List<String> visible(
      Authentication authentication, HttpRequest<?> request, TaskFilter filter) {
    String organization = request.getParameters().get("organization");
    List<String> visible = visibility.organizations(Caller.of(authentication), organization);
    var project = filter.project();
    if (project != null && stacks.one(visible, project.value()).isEmpty()) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such project");
    }
    return visible;
  }

  @Get("/{id}")
  String one(Authentication authentication, @PathVariable String id) {
    return tasks
        .one(visibility.organizations(Caller.of(authentication)), task(id))
        .orElseThrow(TaskController::notFound);
  }

  @Get("/{id}/log")
  String log(
      Authentication authentication,
      @PathVariable String id,
      @Nullable @QueryValue Long after,
      @Nullable @QueryValue Integer limit) {
    return tasks
        .lines(
            visibility.organizations(Caller.of(authentication)),
            task(id),
            after == null ? 0 : after,
            Parameters.limit(limit, USUAL_LINES))
        .orElseThrow(TaskController::notFound)
        .json();
  }

  /** What is no id is no task's. */
  private static TaskId task(String id) {
    try {
      return TaskId.parse(id);
    } catch (IllegalArgumentException _) {
      throw notFound();
    }
  }

  private static RequestRefused notFound() {
    return new RequestRefused(ErrorCode.NOT_FOUND, "There is no such task");
  }
}
