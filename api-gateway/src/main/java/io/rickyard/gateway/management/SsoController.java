package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** Who else signs people of a project in by SAML: nobody, and that can be read but not changed. */
@Controller("/v1/projects/{ref}/config/auth/sso/providers")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class SsoController {

  private static final String NOT_APPLIED = "Rickyard-Not-Applied";

  private final Projects projects;

  SsoController(Projects projects) {
    this.projects = projects;
  }

  /** Providers, all there are. */
  record Providers(List<Object> items) {
    Providers {
      items = List.copyOf(items);
    }
  }

  @Get
  @Operation(summary = "List a project's SAML providers; it has none, and none can be added")
  HttpResponse<Providers> list(String ref, @Parameter(hidden = true) Call call) {
    var _ = projects.desired(Paths.project(ref), call);
    return HttpResponse.ok(new Providers(List.of()))
        .header(NOT_APPLIED, "Projects sign nobody in by SAML");
  }
}
