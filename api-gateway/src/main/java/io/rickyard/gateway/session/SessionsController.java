package io.rickyard.gateway.session;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** All of one's own sessions, wherever they were begun. */
@Controller("/v1/sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "session")
final class SessionsController {

  private final AuthClient auth;

  SessionsController(AuthClient auth) {
    this.auth = auth;
  }

  @Get
  @Operation(
      summary = "List one's sessions with device and address, the newest first",
      description =
          "current is the one that asks; assurance is aal2 where a second factor was shown.")
  HttpResponse<byte[]> list(@Parameter(hidden = true) Call call) {
    return HttpResponse.ok(auth.sessions(call).body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "End one of one's sessions, with everything that is open in it")
  void end(String id, @Parameter(hidden = true) Call call) {
    auth.endSession(id, call);
  }
}
