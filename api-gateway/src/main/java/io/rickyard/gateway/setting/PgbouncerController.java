package io.rickyard.gateway.setting;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.PoolSettings;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.management.Paths;
import io.rickyard.gateway.upstream.OrgClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The pooler that a stack has for itself, under the name that the Management API has for one. */
@Controller("/v1/projects/{ref}/config/database/pgbouncer")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class PgbouncerController {

  private static final String MODE = "transaction";

  private final OrgClient org;
  private final PoolSizes sizes;

  PgbouncerController(OrgClient org, PoolSizes sizes) {
    this.org = org;
    this.sizes = sizes;
  }

  /**
   * How it pools.
   *
   * @param defaultPoolSize how many connections each user's pool has
   * @param maxClientConn how many clients there may be
   * @param poolMode what a connection is lent for
   */
  record PgbouncerShape(int defaultPoolSize, int maxClientConn, String poolMode) {}

  @Get
  @Operation(
      summary = "How a stack's own pooler pools",
      description =
          "Of projects without one what the release's would do, with the header"
              + " Rickyard-Not-Applied. PATCH .../pooler changes its size.")
  HttpResponse<PgbouncerShape> get(String ref, @Parameter(hidden = true) Call call) {
    var project = org.project(Paths.project(ref), call);
    if (!PoolSizes.hasPooler(project)) {
      return HttpResponse.ok(
              new PgbouncerShape(PoolSettings.USUAL_SIZE, PoolSettings.MOST_CLIENTS, MODE))
          .header(
              CallHeaders.NOT_APPLIED,
              project.composeProject() == null
                  ? "projects of the profile %s have no pooler"
                      .formatted(project.profile().wireName())
                  : "the stack was adopted; its services are told where its compose file is");
    }
    return HttpResponse.ok(
        new PgbouncerShape(sizes.ofPooler(project, call), PoolSettings.MOST_CLIENTS, MODE));
  }
}
