package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.stream.StreamProxy;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.WorkerClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** What a project's services write, as a page or as a stream. */
@Controller("/v1/projects/{ref}/logs")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class ProjectLogController {

  private final WorkerClient worker;
  private final StreamProxy streams;

  ProjectLogController(WorkerClient worker, StreamProxy streams) {
    this.worker = worker;
    this.streams = streams;
  }

  @Get
  @Operation(
      summary = "A page of what a project's services wrote, in its order in time",
      description =
          "The last lines, or those since a time (or a time span ago, like PT10M), or those after"
              + " the place that an answer gave as next; that place is also good for lines that are"
              + " still to be written. service names one or several, with commas between them."
              + " The project's secrets are taken out.")
  HttpResponse<byte[]> page(
      String ref,
      @QueryValue @Nullable String service,
      @QueryValue @Nullable String since,
      @QueryValue @Nullable String after,
      @QueryValue @Nullable Integer limit,
      @Parameter(hidden = true) Call call) {
    var target = target(Paths.project(ref), service, since, limit).with("after", after);
    return HttpResponse.ok(worker.logs(target, call).body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Get("/stream")
  @Produces(MediaType.TEXT_EVENT_STREAM)
  @Operation(
      summary = "What a project's services write, as server-sent events",
      description =
          "First a page, then each new line, as events called line. Resumed after Last-Event-ID."
              + " away tells why nothing can be read at the moment.")
  Publisher<? extends HttpResponse<?>> stream(
      String ref,
      @QueryValue @Nullable String service,
      @QueryValue @Nullable String since,
      @QueryValue @Nullable Integer limit,
      @Parameter(hidden = true) Call call,
      HttpRequest<?> request) {
    return streams.open(target(Paths.project(ref), service, since, limit), call, request);
  }

  private static Target target(
      ProjectRef ref, @Nullable String service, @Nullable String since, @Nullable Integer limit) {
    return WorkerClient.logs(ref)
        .with("service", service)
        .with("since", since)
        .with("limit", limit);
  }
}
