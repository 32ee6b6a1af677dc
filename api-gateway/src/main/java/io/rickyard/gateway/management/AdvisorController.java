package io.rickyard.gateway.management;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.InspectionClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is unsafe or slow in a project's database, as the Management API tells it. */
@Controller("/v1/projects/{ref}/advisors")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class AdvisorController {

  private final InspectionClient databases;
  private final RightsCache rights;

  AdvisorController(InspectionClient databases, RightsCache rights) {
    this.databases = databases;
    this.rights = rights;
  }

  /**
   * Something that was found.
   *
   * @param level ERROR, WARN or INFO
   * @param cacheKey the same for the same finding
   */
  record LintShape(
      String name,
      String title,
      String level,
      String facing,
      List<String> categories,
      String description,
      String detail,
      String remediation,
      LintPlace metadata,
      String cacheKey) {
    /** Copies the categories. */
    LintShape {
      categories = List.copyOf(categories);
    }
  }

  /** Where something was found. */
  record LintPlace(
      String schema,
      String name,
      String type,
      @Nullable String fkeyName,
      @Nullable List<Integer> fkeyColumns) {}

  /** What was found. */
  record LintsShape(List<LintShape> lints) {
    /** Copies the list. */
    LintsShape {
      lints = List.copyOf(lints);
    }
  }

  @Get("/security")
  @Operation(
      summary = "What is unsafe in a project's database",
      description = "Looked for anew with each request, in the schemas that are the project's own.")
  LintsShape security(String ref, @Parameter(hidden = true) Call call) {
    return ask(ref, "security", call);
  }

  @Get("/performance")
  @Operation(
      summary = "What is slow in a project's database",
      description = "Looked for anew with each request, in the schemas that are the project's own.")
  LintsShape performance(String ref, @Parameter(hidden = true) Call call) {
    return ask(ref, "performance", call);
  }

  private LintsShape ask(String ref, String advisor, Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.SECRET_READ, call);
    return databases.advice(project, advisor, call).as(LintsShape.class);
  }
}
