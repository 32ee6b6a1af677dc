package io.rickyard.gateway.session;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** One's own access tokens. */
@Controller("/v1/access-tokens")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "access-tokens")
final class AccessTokenController {

  private final AuthClient auth;

  AccessTokenController(AuthClient auth) {
    this.auth = auth;
  }

  @Get
  @Operation(summary = "List one's access tokens, without their values")
  HttpResponse<byte[]> list(@Parameter(hidden = true) Call call) {
    return HttpResponse.ok(auth.tokens(call).body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make an access token; this answer is the only place that shows it",
      description =
          "Repeated under the same Idempotency-Key it makes no second one and answers the first"
              + " without its value, with Rickyard-Replayed: true.")
  HttpResponse<byte[]> create(@Body NewAccessToken body, @Parameter(hidden = true) Call call) {
    var answer = auth.createToken(body.name(), body.expiresAt(), call);
    return answer
        .marked(HttpResponse.<byte[]>created(answer.body()))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Delete("/current")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke the access token that the request itself shows")
  void deleteCurrent(@Parameter(hidden = true) Call call) {
    String own = call.identity().caller().tokenId();
    if (own == null) {
      throw new RequestRefused(
          ErrorCode.NOT_FOUND, "The request shows a session; DELETE /v1/session ends that");
    }
    auth.deleteToken(own, call);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke an access token")
  void delete(String id, @Parameter(hidden = true) Call call) {
    auth.deleteToken(id, call);
  }
}
