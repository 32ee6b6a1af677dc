package io.rickyard.gateway.hook;

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
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.HookClient;
import io.rickyard.gateway.upstream.OwnToken;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The administration of inbound webhooks. */
@Controller("/v1/hooks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "hooks")
final class HookController {

  private final HookClient hooks;
  private final AuthClient auth;
  private final Clock clock = Clock.systemUTC();

  HookController(HookClient hooks, AuthClient auth) {
    this.hooks = hooks;
    this.auth = auth;
  }

  @Get
  @Operation(summary = "List an organization's hooks")
  HttpResponse<byte[]> list(
      @QueryValue @Nullable String organization, @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(hooks.list(organization, call).body()));
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Create a hook; this answer is the only place that shows its secret",
      description =
          "With the id of one of the caller's access tokens as token, the rule acts within that"
              + " token's scopes, and no longer once it has expired or was revoked; the answer and the"
              + " list say so as token_state: valid, expired or revoked."
              + " Repeated under the same Idempotency-Key it creates no second one and answers the first"
              + " without its secret, with Rickyard-Replayed: true.")
  HttpResponse<byte[]> create(@Body NewHook body, @Parameter(hidden = true) Call call) {
    var token = body.token() == null ? null : token(body.token(), call);
    var answer = hooks.create(HookOrder.of(body, token), body, call);
    return unstored(answer.marked(HttpResponse.created(answer.body())));
  }

  private OwnToken token(String id, Call call) {
    var token =
        auth.token(id, call)
            .orElseThrow(() ->
                new RequestRefused(ErrorCode.NOT_FOUND, "You have no access token of this id"));
    var end = token.expiresAt();
    if (end != null && !clock.instant().isBefore(end)) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "The access token has expired");
    }
    return token;
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a hook")
  void delete(String id, @Parameter(hidden = true) Call call) {
    hooks.delete(id, call);
  }

  @Post("/{id}/rotate")
  @Operation(
      summary = "Give a hook another secret; this answer is the only place that shows it",
      description =
          "Repeated under the same Idempotency-Key it changes nothing again and answers without the"
              + " secret, with Rickyard-Replayed: true.")
  HttpResponse<byte[]> rotate(String id, @Parameter(hidden = true) Call call) {
    var answer = hooks.rotate(id, call);
    return unstored(answer.marked(HttpResponse.ok(answer.body())));
  }

  @Get("/{id}/deliveries")
  @Operation(summary = "List what came in under a hook")
  HttpResponse<byte[]> deliveries(
      String id,
      @QueryValue @Nullable String limit,
      @QueryValue @Nullable String after,
      @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(hooks.deliveries(id, limit, after, call).body()));
  }

  private static MutableHttpResponse<byte[]> json(MutableHttpResponse<byte[]> response) {
    return response.contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static HttpResponse<byte[]> unstored(MutableHttpResponse<byte[]> response) {
    return json(response).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
