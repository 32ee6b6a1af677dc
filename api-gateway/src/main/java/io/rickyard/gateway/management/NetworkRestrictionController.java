package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.management.NetworkRestrictionShapes.Change;
import io.rickyard.gateway.management.NetworkRestrictionShapes.Networks;
import io.rickyard.gateway.management.NetworkRestrictionShapes.Restrictions;
import io.rickyard.gateway.management.NetworkRestrictionShapes.TypedRestrictions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** From which networks a project's database may be opened. A change answers when it holds. */
@Controller("/v1/projects/{ref}/network-restrictions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "database")
final class NetworkRestrictionController {

  private final DatabaseAccesses accesses;

  NetworkRestrictionController(DatabaseAccesses accesses) {
    this.accesses = accesses;
  }

  @Get
  @Operation(summary = "From which networks a project's database may be opened")
  Restrictions get(String ref, @Parameter(hidden = true) Call call) {
    return Restrictions.of(accesses.get(Paths.project(ref), call));
  }

  @Post("/apply")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Say from which networks a project's database may be opened",
      description =
          "All others are refused with SQLSTATE 28000, where databases are opened by reference and"
              + " at the project's own server. With no networks nobody may. The installation itself"
              + " and the project's own services always may; connections that are open stay.")
  HttpResponse<Restrictions> apply(
      String ref, @Body Networks body, @Parameter(hidden = true) Call call) {
    return accesses.change(Paths.project(ref), body::in, call).answer(Restrictions::of, 201);
  }

  @Patch
  @Operation(summary = "Add networks from which a project's database may be opened, or remove some")
  HttpResponse<TypedRestrictions> patch(
      String ref, @Body Change body, @Parameter(hidden = true) Call call) {
    return accesses.change(Paths.project(ref), body::in, call).answer(TypedRestrictions::of, 200);
  }
}
