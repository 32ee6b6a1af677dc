package io.rickyard.gateway.trail;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.identity.Administrators;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
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
  @Parameter(name = "actor_kind", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "action", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "target", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "project", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "outcome", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "origin", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "correlation_id", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
  @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  HttpResponse<byte[]> search(
      @Parameter(hidden = true) HttpRequest<?> request, @Parameter(hidden = true) Call call) {
    administrators.require(call.identity().caller());
    return trail.page(request.getParameters(), null);
  }

  @Get("/export")
  @Produces(Trail.LINES)
  @Operation(
      summary = "The same as lines of JSON, up to 5,000 at once",
      description =
          "Takes the same filters. Where there are more, the header Rickyard-Next is the next"
              + " request's after.")
  @Parameter(name = "actor_kind", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "action", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "target", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "project", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "outcome", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "origin", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "correlation_id", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
  @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  HttpResponse<byte[]> export(
      @Parameter(hidden = true) HttpRequest<?> request, @Parameter(hidden = true) Call call) {
    administrators.require(call.identity().caller());
    return trail.lines(request.getParameters(), null);
  }
}
