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
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.database.DatabaseSettings;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.ContentClient;
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
        unstored(projects.comingWith(project, call, () -> worker.keys(project, reveal, call))),
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
        unstored(projects.comingWith(project, call, () -> keys.legacyKeys(project, call))),
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
        projects
            .comingWith(project, call, () -> worker.connection(project, reveal, call))
            .as(ConnectionShape.class);
    var byReference = ReferenceAddress.of(databases, project, direct.password()).orElse(null);
    return HttpResponse.ok(direct.with(byReference))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static MutableHttpResponse<byte[]> unstored(Answer answer) {
    return HttpResponse.ok(answer.body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
