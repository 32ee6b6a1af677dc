package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.WorkerClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What a project's services use. */
@Controller("/v1/projects/{ref}/usage")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class UsageController {

  private final WorkerClient worker;

  UsageController(WorkerClient worker) {
    this.worker = worker;
  }

  @Get
  @Operation(
      summary = "What each service of a project uses at the moment",
      description =
          "Processors, memory and its limit, bytes received and sent since the service was started,"
              + " and for the database how much it keeps. What cannot be told is left out. Looked at"
              + " only while somebody asks, and at most every three seconds.")
  HttpResponse<byte[]> usage(String ref, @Parameter(hidden = true) Call call) {
    return HttpResponse.ok(worker.usage(Paths.project(ref), call).body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
