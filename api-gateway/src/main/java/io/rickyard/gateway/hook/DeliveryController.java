package io.rickyard.gateway.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.acceptance.Acceptances;
import io.rickyard.gateway.acceptance.DiskGuard;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.upstream.AcceptanceAnswer;
import io.rickyard.gateway.upstream.HookClient;
import io.rickyard.gateway.upstream.HookClient.Delivery;
import io.rickyard.service.trace.RequestTrace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where CI systems deliver. The bytes go on unchanged, since they are what is signed. */
@Controller("/hooks/v1")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(MediaType.ALL)
@Tag(name = "hooks")
final class DeliveryController {

  /** Credentials for us or for what stands between, never part of a delivery. */
  private static final Set<String> WITHHELD = Set.of("cookie", "authorization");

  private final HookClient hooks;
  private final Acceptances acceptances;
  private final DiskGuard disk;
  private final CallerAddress addresses;

  DeliveryController(
      HookClient hooks, Acceptances acceptances, DiskGuard disk, CallerAddress addresses) {
    this.addresses = addresses;
    this.hooks = hooks;
    this.acceptances = acceptances;
    this.disk = disk;
  }

  @Post("/{id}")
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Deliver a webhook, signed as the hook's provider signs")
  HttpResponse<Receipt> receive(String id, HttpRequest<byte[]> request) {
    disk.check();
    var delivery =
        new Delivery(
            headers(request),
            request.getBody().orElseGet(() -> new byte[0]),
            addresses.of(request));
    JsonNode answer = hooks.receive(id, delivery);
    if (answer.path("ignored").asBoolean()) {
      return HttpResponse.accepted().body(Receipt.ignored(answer.path("reason").asText()));
    }
    var promise = promise(answer);
    var position = acceptances.settle(promise).orElse(null);
    return AcceptingAnswer.headers(
        HttpResponse.accepted().body(Receipt.of(promise)), promise.taskId(), position);
  }

  private static AcceptanceAnswer promise(JsonNode answer) {
    try {
      return ContractJson.mapper().treeToValue(answer, AcceptanceAnswer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("org-service answered something else than agreed", e);
    }
  }

  private static Map<String, String> headers(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    Map<String, String> all = new HashMap<>();
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      String value = headers.get(name);
      if (value != null && !WITHHELD.contains(lower)) {
        all.put(lower, value);
      }
    }
    var trace = RequestTrace.of(request);
    if (trace != null) {
      all.put(RequestTrace.HEADER, trace.traceparent());
    }
    return all;
  }

  /**
   * What became of a delivery.
   *
   * @param taskId the task it became
   * @param replayed whether the delivery had come before
   * @param ignored whether the rule does not count it
   * @param reason why not
   */
  record Receipt(
      @Nullable String taskId,
      @Nullable Boolean replayed,
      @Nullable Boolean ignored,
      @Nullable String reason) {

    static Receipt of(AcceptanceAnswer promise) {
      return new Receipt(promise.taskId().toString(), promise.replayed(), null, null);
    }

    static Receipt ignored(String reason) {
      return new Receipt(null, null, true, reason);
    }
  }
}
