package io.rickyard.gateway.queue;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.FlowClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Queues, limits, pauses and workers. A scope is written {@code queue:batch}, {@code
 * type:platform.probe}, {@code organization:<slug>} or {@code worker:<id>}.
 */
@Controller("/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "queues")
final class FlowController {

  private static final String PAUSES = "pauses";
  private static final String LIMITS = "limits";

  private final FlowClient flow;

  FlowController(FlowClient flow) {
    this.flow = flow;
  }

  @Get("/queues")
  @Operation(summary = "How the queues stand: depth, running, oldest waiting, pauses")
  HttpResponse<byte[]> queues(@Parameter(hidden = true) Call call) {
    return json(flow.queues(call));
  }

  @Get("/limits")
  @Operation(summary = "All limits and pauses")
  HttpResponse<byte[]> limits(@Parameter(hidden = true) Call call) {
    return json(flow.rules(call));
  }

  @Put("/limits/{scope}")
  @Operation(summary = "Limit a scope: running tasks, starts in a time, an organization's weight")
  HttpResponse<byte[]> limit(
      String scope, @Body NewLimit limit, @Parameter(hidden = true) Call call) {
    return json(flow.put(LIMITS, scope, limit, call));
  }

  @Delete("/limits/{scope}")
  @Operation(summary = "Take the limit of a scope away")
  HttpResponse<byte[]> unlimited(String scope, @Parameter(hidden = true) Call call) {
    return json(flow.delete(LIMITS, scope, call));
  }

  @Put("/pauses/{scope}")
  @Operation(summary = "Pause a queue, a task type or an organization; intake goes on")
  HttpResponse<byte[]> pause(
      String scope, @Body @Nullable NewPause pause, @Parameter(hidden = true) Call call) {
    return json(flow.put(PAUSES, scope, pause, call));
  }

  @Delete("/pauses/{scope}")
  @Operation(summary = "Let what was paused go on")
  HttpResponse<byte[]> resume(String scope, @Parameter(hidden = true) Call call) {
    return json(flow.delete(PAUSES, scope, call));
  }

  @Get("/workers")
  @Operation(summary = "Who works: state, capacity, labels, running tasks, last heartbeat")
  HttpResponse<byte[]> workers(@Parameter(hidden = true) Call call) {
    return json(flow.workers(call));
  }

  @Put("/workers/{id}/drain")
  @Operation(summary = "Drain a worker: it finishes what it runs and takes nothing new")
  HttpResponse<byte[]> drain(
      String id, @Body @Nullable NewPause pause, @Parameter(hidden = true) Call call) {
    return json(flow.put(PAUSES, worker(id), pause, call));
  }

  @Delete("/workers/{id}/drain")
  @Operation(summary = "Let a drained worker take tasks again")
  HttpResponse<byte[]> undrain(String id, @Parameter(hidden = true) Call call) {
    return json(flow.delete(PAUSES, worker(id), call));
  }

  private static String worker(String id) {
    return "worker:" + id;
  }

  private static HttpResponse<byte[]> json(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
