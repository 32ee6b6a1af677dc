package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.IdleClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Whether a project is paused when nobody uses it. */
@Controller("/v1/projects/{ref}/idle-stop")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class IdleStopController {

  private final IdleClient stops;

  IdleStopController(IdleClient stops) {
    this.stops = stops;
  }

  @Get
  @Operation(
      summary = "After how long without use the project is paused, and when it was used last")
  HttpResponse<byte[]> get(String ref, @Parameter(hidden = true) Call call) {
    return json(stops.get(ref, call));
  }

  @Put
  @Operation(
      summary = "Have the project paused when nobody uses it; a request wakes it",
      description =
          "Used is what gets requests through the gateway, has connections of its users to its"
              + " database, or a task. A project that somebody else paused is not woken.")
  HttpResponse<byte[]> set(String ref, @Body IdleStop body, @Parameter(hidden = true) Call call) {
    return json(stops.set(ref, body, call));
  }

  @Delete
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Let the project run whether anybody uses it or not")
  void remove(String ref, @Parameter(hidden = true) Call call) {
    stops.remove(ref, call);
  }

  private static HttpResponse<byte[]> json(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
