package io.rickyard.gateway.session;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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
import org.jspecify.annotations.Nullable;

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
          "With scopes it is an application's token, which can do what they name as far as its"
              + " holder's role goes, and nothing about people, tokens or sessions."
              + " Repeated under the same Idempotency-Key it makes no second one and answers the first"
              + " without its value, with Rickyard-Replayed: true.")
  HttpResponse<byte[]> create(@Body NewAccessToken body, @Parameter(hidden = true) Call call) {
    var answer = auth.createToken(body, call);
    return unstored(answer.marked(HttpResponse.<byte[]>created(answer.body())));
  }

  @Post("/{id}/rotate")
  @Operation(
      summary = "Give an access token another value; this answer is the only place that shows it",
      description =
          "The value before goes on working for a while: overlap, an hour when left out, at most a"
              + " week. Repeated under the same Idempotency-Key it changes nothing again and answers"
              + " without the value, with Rickyard-Replayed: true.")
  HttpResponse<byte[]> rotate(
      String id, @Body @Nullable Rotation body, @Parameter(hidden = true) Call call) {
    var answer = auth.rotateToken(id, body == null ? new Rotation(null) : body, call);
    return unstored(answer.marked(HttpResponse.<byte[]>ok(answer.body())));
  }

  private static HttpResponse<byte[]> unstored(MutableHttpResponse<byte[]> response) {
    return response
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
