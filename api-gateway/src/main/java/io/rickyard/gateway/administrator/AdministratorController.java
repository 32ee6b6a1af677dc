package io.rickyard.gateway.administrator;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The administrators of the installation, who make and unmake each other. */
@Controller("/v1/admin/administrators")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "administrators")
final class AdministratorController {

  private final AuthClient auth;

  AdministratorController(AuthClient auth) {
    this.auth = auth;
  }

  @Get
  @Operation(summary = "List who administers the installation, for administrators")
  HttpResponse<byte[]> list(@Parameter(hidden = true) Call call) {
    return HttpResponse.ok(auth.administrators(call).body())
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  @Put("/{id}")
  @Operation(
      summary = "Make somebody an administrator of the installation, for administrators",
      description =
          "id is their account's, or its address. The address has to be confirmed. Counts from"
              + " their next request on.")
  HttpResponse<byte[]> make(String id, @Parameter(hidden = true) Call call) {
    return HttpResponse.ok(auth.makeAdministrator(id, call).body())
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Unmake an administrator of the installation, for administrators",
      description = "409 for the last one.")
  void unmake(String id, @Parameter(hidden = true) Call call) {
    auth.unmakeAdministrator(id, call);
  }
}
