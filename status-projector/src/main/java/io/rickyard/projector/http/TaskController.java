package io.rickyard.projector.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

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
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.projector.query.StackQueries;
import io.rickyard.projector.query.TaskFilter;
import io.rickyard.projector.query.TaskQueries;
import io.rickyard.projector.query.Visibility;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks and their logs. */
@Controller("/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.APPLICATION_JSON)
class TaskController {

  private static final int USUAL_TASKS = 50;
  private static final int USUAL_LINES = 200;

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
      @Nullable @QueryValue String state,
      @Nullable @QueryValue String type,
      @Nullable @QueryValue String queue,
      @Nullable @QueryValue String project,
      @Nullable @QueryValue String organization,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String after) {
    List<String> visible = visibility.organizations(Caller.of(authentication), organization);
    if (project != null && stacks.one(visible, project).isEmpty()) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such project");
    }
    var filter =
        new TaskFilter(
            states(state),
            Parameters.optional("type", type, TaskType::named),
            Parameters.optional("queue", queue, TaskQueue::named),
            project,
            Parameters.optional("after", after, TaskId::parse));
    return tasks.list(visible, filter, Parameters.limit(limit, USUAL_TASKS)).json();
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

  private static Set<TaskStatus> states(@Nullable String state) {
    return state == null || state.isEmpty()
        ? Set.of()
        : Arrays.stream(state.split(",", -1))
            .map(name -> Parameters.required("state", name, TaskStatus::named))
            .collect(toUnmodifiableSet());
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
