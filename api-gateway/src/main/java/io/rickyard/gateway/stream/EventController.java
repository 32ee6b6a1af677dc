package io.rickyard.gateway.stream;

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
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Live state: a snapshot, then changes. */
@Controller("/v1/events")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "events")
final class EventController {

  private static final Target EVENTS = Target.of(Upstream.BRIDGE, "/events");

  private final StreamProxy streams;

  EventController(StreamProxy streams) {
    this.streams = streams;
  }

  @Get
  @Produces(MediaType.TEXT_EVENT_STREAM)
  @Operation(
      summary = "Tasks and stacks as server-sent events: a snapshot, then every change",
      description =
          "A snapshot holds the newest 500 tasks of each live state and the newest 50 that ended;"
              + " more says that GET /v1/tasks lists others. Resumes after Last-Event-ID; a reset"
              + " event says when that is not possible.")
  Publisher<? extends HttpResponse<?>> events(
      @QueryValue @Nullable String organization,
      @QueryValue @Nullable String project,
      @QueryValue @Nullable String task,
      @Parameter(hidden = true) Call call,
      HttpRequest<?> request) {
    return streams.open(
        EVENTS.with("organization", organization).with("project", project).with("task", task),
        call,
        request);
  }
}
