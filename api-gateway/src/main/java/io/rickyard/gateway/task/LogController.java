package io.rickyard.gateway.task;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.stream.StreamProxy;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Tasks: what they write while they run, as a page or as a stream. */
@Controller("/v1/tasks/{id}/log")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "tasks")
final class LogController {

  private final ProjectorClient projector;
  private final StreamProxy streams;

  LogController(ProjectorClient projector, StreamProxy streams) {
    this.projector = projector;
    this.streams = streams;
  }

  @Get
  @Operation(summary = "A page of a task's log")
  HttpResponse<byte[]> page(
      String id,
      @QueryValue @Nullable Long after,
      @QueryValue @Nullable Integer limit,
      @Parameter(hidden = true) Call call) {
    return TaskController.passed(projector.log(TaskPaths.task(id), after, limit, call));
  }

  @Get
  @Produces(MediaType.TEXT_EVENT_STREAM)
  @Operation(
      summary = "A task's log as server-sent events, resumed after Last-Event-ID",
      description =
          "With the Rickyard-Position of the accepting answer the stream of a task that is not"
              + " projected yet is empty at first; without it, such a task is not found.")
  Publisher<? extends HttpResponse<?>> stream(
      String id, @Parameter(hidden = true) Call call, HttpRequest<?> request) {
    var task = TaskPaths.task(id);
    return streams.open(
        Target.of(Upstream.BRIDGE, "/tasks").segment(task.toString()).segment("log"),
        call,
        request);
  }
}
