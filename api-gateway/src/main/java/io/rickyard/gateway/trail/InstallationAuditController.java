package io.rickyard.gateway.trail;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.identity.Administrators;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What was done in the whole installation, also where it belongs to no organization. */
@Controller("/v1/audit")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "audit")
final class InstallationAuditController {

  private final Administrators administrators;
  private final Trail trail;

  InstallationAuditController(Administrators administrators, Trail trail) {
    this.administrators = administrators;
    this.trail = trail;
  }

  @Get
  @Operation(
      summary = "Search what was done in the installation, for its administrators",
      description =
          "Filters narrow one another. actor is an id or an e-mail address, and finds what was done"
              + " with somebody's rights, too; action is one, or a beginning with a dot such as"
              + " project. ; times are RFC 3339, from included and to not.")
  HttpResponse<byte[]> search(
      @RequestBean AuditFilters filters, @Parameter(hidden = true) Call call) {
    administrators.require(call.identity().caller());
    return trail.page(filters.query(), null);
  }

  @Get("/export")
  @Produces(Trail.LINES)
  @Operation(
      summary = "The same as lines of JSON, up to 5,000 at once",
      description =
          "Takes the same filters. Where there are more, the header Rickyard-Next is the next"
              + " request's after.")
  HttpResponse<byte[]> export(
      @RequestBean AuditFilters filters, @Parameter(hidden = true) Call call) {
    administrators.require(call.identity().caller());
    return trail.lines(filters.query(), null);
  }
}
