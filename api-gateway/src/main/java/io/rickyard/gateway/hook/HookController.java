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
import io.rickyard.gateway.upstream.HookClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administration of inbound webhooks. */
@Controller("/v1/hooks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "hooks")
final class HookController {

  private final HookClient hooks;

  HookController(HookClient hooks) {
    this.hooks = hooks;
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
          "Repeated under the same Idempotency-Key it creates no second one and answers the first"
              + " without its secret, with Rickyard-Replayed: true.")
  HttpResponse<byte[]> create(@Body NewHook body, @Parameter(hidden = true) Call call) {
    var answer = hooks.create(body, call);
    return unstored(answer.marked(HttpResponse.created(answer.body())));
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
