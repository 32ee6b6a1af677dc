package io.rickyard.gateway.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.acceptance.Acceptances;
import io.rickyard.gateway.acceptance.DiskGuard;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.secret.Fingerprints;
import io.rickyard.gateway.upstream.AcceptanceAnswer;
import io.rickyard.gateway.upstream.AcceptanceRequest.Idempotency;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.ScheduleClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks that are asked for at a time, again and again, or by a cron expression. */
@Controller("/v1/schedules")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "schedules")
final class ScheduleController {

  private final ScheduleClient schedules;
  private final Fingerprints fingerprints;
  private final Acceptances acceptances;
  private final DiskGuard disk;

  ScheduleController(
      ScheduleClient schedules,
      Fingerprints fingerprints,
      Acceptances acceptances,
      DiskGuard disk) {
    this.schedules = schedules;
    this.acceptances = acceptances;
    this.fingerprints = fingerprints;
    this.disk = disk;
  }

  @Get
  @Operation(summary = "List schedules, the oldest first, with their next runs")
  HttpResponse<byte[]> list(
      @QueryValue @Nullable String organization,
      @QueryValue @Nullable String limit,
      @QueryValue @Nullable String after,
      @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(), schedules.list(organization, limit, after, call));
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Create a schedule, which acts with its creator's rights")
  HttpResponse<byte[]> create(@Body NewSchedule body, @Parameter(hidden = true) Call call) {
    disk.check();
    ObjectNode request = ContractJson.mapper().valueToTree(body);
    keyed(request, body, call);
    return json(HttpResponse.created(new byte[0]), schedules.create(request, call));
  }

  @Get("/{id}")
  @Operation(summary = "Get a schedule with its next five and its last runs")
  HttpResponse<byte[]> get(String id, @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(), schedules.get(id, call));
  }

  @Post("/{id}/pause")
  @Operation(summary = "Pause a schedule; what is due meanwhile counts as missed")
  HttpResponse<byte[]> pause(String id, @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(), schedules.act(id, "pause", Map.of(), call));
  }

  @Post("/{id}/resume")
  @Operation(summary = "Resume a paused schedule, or a suspended one with the caller's rights")
  HttpResponse<byte[]> resume(String id, @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(), schedules.act(id, "resume", Map.of(), call));
  }

  @Post("/{id}/run")
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Ask for a schedule's task now, with the caller's rights")
  HttpResponse<Started> run(String id, @Parameter(hidden = true) Call call) {
    disk.check();
    var request = ContractJson.mapper().createObjectNode();
    keyed(request, Map.of(), call);
    var promise = schedules.act(id, "run", request, call).as(AcceptanceAnswer.class);
    return AcceptingAnswer.headers(
        HttpResponse.accepted().body(new Started(promise.taskId().toString(), promise.replayed())),
        promise.taskId(),
        acceptances.settle(promise).orElse(null));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a schedule; tasks that it asked for go on")
  void delete(String id, @Parameter(hidden = true) Call call) {
    schedules.delete(id, call);
  }

  /**
   * A run out of turn.
   *
   * @param taskId the task it became
   * @param replayed whether it was asked for before, under the same idempotency key
   */
  record Started(String taskId, boolean replayed) {}

  private void keyed(ObjectNode request, Object body, Call call) {
    String key = call.idempotencyKey();
    if (key != null) {
      request.set(
          "idempotency",
          ContractJson.mapper()
              .valueToTree(new Idempotency(key, call.scope(), fingerprints.of(body))));
    }
  }

  private static HttpResponse<byte[]> json(MutableHttpResponse<byte[]> response, Answer answer) {
    return response.body(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
