package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.WorkerClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** A project's keys and how to connect to it; nothing of it may stay in a cache on the way. */
@Controller("/v1/projects/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "keys")
final class KeyController {

  private final WorkerClient worker;
  private final Projects projects;

  KeyController(WorkerClient worker, Projects projects) {
    this.worker = worker;
    this.projects = projects;
  }

  @Get("/api-keys")
  @Operation(summary = "List a project's API keys, masked unless reveal=true")
  HttpResponse<byte[]> keys(
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    return unstored(worker.keys(Paths.project(ref), reveal, call));
  }

  @Get("/api-keys/legacy")
  @Operation(summary = "Whether the signed anon and service_role keys work; here they always do")
  LegacyKeys legacy(String ref, @Parameter(hidden = true) Call call) {
    projects.desired(Paths.project(ref), call);
    return new LegacyKeys(true);
  }

  @Get("/connection")
  @Operation(
      summary = "How to connect to a project's database, without password unless reveal=true")
  HttpResponse<byte[]> connection(
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    return unstored(worker.connection(Paths.project(ref), reveal, call));
  }

  private static HttpResponse<byte[]> unstored(Answer answer) {
    return HttpResponse.ok(answer.body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** Whether the signed keys work. */
  record LegacyKeys(boolean enabled) {}
}
