package io.rickyard.gateway.trail;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What was done in an organization, for those whose role may see it. */
@Controller("/v1/organizations/{slug}/audit")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "audit")
final class AuditController {

  private final RightsCache rights;
  private final Trail trail;

  AuditController(RightsCache rights, Trail trail) {
    this.rights = rights;
    this.trail = trail;
  }

  @Get
  @Operation(
      summary = "Search what was done in an organization, the newest first",
      description =
          "Filters narrow one another. actor is an id or an e-mail address, and finds what was done"
              + " with somebody's rights, too; action is one, or a beginning with a dot such as"
              + " project. ; times are RFC 3339, from included and to not.")
  HttpResponse<byte[]> search(
      String slug, @RequestBean AuditFilters filters, @Parameter(hidden = true) Call call) {
    return trail.page(filters.query(), allowed(slug, call));
  }

  @Get("/export")
  @Produces(Trail.LINES)
  @Operation(
      summary = "The same as lines of JSON, up to 5,000 at once",
      description =
          "Takes the same filters. Where there are more, the header Rickyard-Next is the next"
              + " request's after.")
  HttpResponse<byte[]> export(
      String slug, @RequestBean AuditFilters filters, @Parameter(hidden = true) Call call) {
    return trail.lines(filters.query(), allowed(slug, call));
  }

  private OrganizationId allowed(String slug, Call call) {
    try {
      return rights.require(new OrganizationId(slug), Permission.AUDIT_READ, call);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Organization not found");
    }
  }
}
