package io.rickyard.gateway.management;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of what is in a project's database, as the Management API has them. */
@Controller("/v1/projects/{ref}/types/typescript")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class TypesController {

  private static final String DEFAULT_SCHEMA = "public";

  private final InspectionClient databases;
  private final RightsCache rights;

  TypesController(InspectionClient databases, RightsCache rights) {
    this.databases = databases;
    this.rights = rights;
  }

  /** A file of TypeScript. */
  record TypesShape(String types) {}

  @Get
  @Operation(
      summary = "Generate TypeScript types for a project's database",
      description =
          "What postgres-meta generates for the same schemas, given in included_schemas with commas"
              + " between them; public where none is. For developers.")
  TypesShape get(
      String ref,
      @QueryValue("included_schemas") @Nullable String includedSchemas,
      @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.SECRET_READ, call);
    return databases.types(project, schemas(includedSchemas), call).as(TypesShape.class);
  }

  private static List<String> schemas(@Nullable String list) {
    var named =
        Stream.of((list == null ? "" : list).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    return named.isEmpty() ? List.of(DEFAULT_SCHEMA) : named;
  }
}
