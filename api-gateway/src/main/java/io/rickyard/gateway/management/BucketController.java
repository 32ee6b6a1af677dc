package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ContentClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;

/** The buckets of a project's storage service, as the Management API has them. */
@Controller("/v1/projects/{ref}/storage/buckets")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "storage")
final class BucketController {

  private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);

  private final ContentClient worker;
  private final StackContents contents;
  private final Projects projects;
  private final RightsCache rights;

  BucketController(
      ContentClient worker, StackContents contents, Projects projects, RightsCache rights) {
    this.worker = worker;
    this.contents = contents;
    this.projects = projects;
    this.rights = rights;
  }

  @Get
  @Operation(summary = "List the buckets of a project's storage service")
  HttpResponse<byte[]> list(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.SECRET_READ, call);
    var has = SettingSection.STORAGE.in(projects.desired(project, call).profile());
    var answer =
        HttpResponse.ok(has ? worker.buckets(project, call).body() : NONE)
            .contentType(MediaType.APPLICATION_JSON_TYPE);
    return contents.marked(answer, project, SettingSection.STORAGE, call);
  }
}
