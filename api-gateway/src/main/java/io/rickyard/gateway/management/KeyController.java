package io.rickyard.gateway.management;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.database.DatabaseSettings;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.ContentClient;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.function.Supplier;

/** A project's keys and how to connect to it; nothing of it may stay in a cache on the way. */
@Controller("/v1/projects/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "keys")
final class KeyController {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final WorkerClient worker;
  private final ContentClient keys;
  private final StackContents contents;
  private final Projects projects;
  private final DatabaseSettings databases;

  KeyController(
      WorkerClient worker,
      ContentClient keys,
      StackContents contents,
      Projects projects,
      DatabaseSettings databases) {
    this.worker = worker;
    this.keys = keys;
    this.contents = contents;
    this.projects = projects;
    this.databases = databases;
  }

  @Get("/api-keys")
  @Operation(summary = "List a project's API keys, masked unless reveal=true")
  HttpResponse<byte[]> keys(
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    return contents.marked(
        unstored(made(project, call, () -> worker.keys(project, reveal, call))),
        project,
        SettingSection.KEYS,
        call);
  }

  @Get("/api-keys/{id}")
  @Operation(summary = "Get one of a project's opaque API keys, masked unless reveal=true")
  HttpResponse<byte[]> key(
      String ref,
      String id,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    return contents.marked(
        unstored(keys.key(project, Paths.key(id), reveal, call)),
        project,
        SettingSection.KEYS,
        call);
  }

  @Get("/api-keys/legacy")
  @Operation(summary = "Whether the signed anon and service_role keys open the project's gateway")
  HttpResponse<byte[]> legacy(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    return contents.marked(
        unstored(made(project, call, () -> keys.legacyKeys(project, call))),
        project,
        SettingSection.KEYS,
        call);
  }

  @Get("/connection")
  @Operation(
      summary = "How to connect to a project's database, without password unless reveal=true")
  HttpResponse<ConnectionShape> connection(
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var direct =
        made(project, call, () -> worker.connection(project, reveal, call))
            .as(ConnectionShape.class);
    var byReference = ReferenceAddress.of(databases, project, direct.password()).orElse(null);
    return HttpResponse.ok(direct.with(byReference))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** A project that is wanted and that the worker does not know is still to be made. */
  private Answer made(ProjectRef ref, Call call, Supplier<Answer> asking) {
    try {
      return asking.get();
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND && projects.desired(ref, call).wanted()) {
        throw new RequestRefused(
            ErrorCode.NOT_READY_YET, "The project is being made; its keys come with it", SOON);
      }
      throw refused;
    }
  }

  private static MutableHttpResponse<byte[]> unstored(Answer answer) {
    return HttpResponse.ok(answer.body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
