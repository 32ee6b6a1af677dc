package io.rickyard.gateway.lock;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.task.TaskPaths;
import io.rickyard.gateway.task.TaskShape;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.LockClient;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Locks: ask for one, watch its line, renew it, give it up. */
@Controller("/v1/locks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "locks")
final class LockController {

  private final Submissions submissions;
  private final LockClient locks;
  private final ProjectorClient projector;

  LockController(Submissions submissions, LockClient locks, ProjectorClient projector) {
    this.submissions = submissions;
    this.locks = locks;
    this.projector = projector;
  }

  /** How long it is held from now on; as long as it was asked for when left out. */
  record Renewal(@Nullable Duration lease) {}

  @Post
  @Status(HttpStatus.ACCEPTED)
  @Operation(summary = "Ask for a lock; the ticket tells whose turn it is")
  HttpResponse<JsonNode> take(@Body NewLock body, @Parameter(hidden = true) Call call) {
    var submission = submission(body);
    var accepted = submissions.submit(submission, call);
    JsonNode shape =
        LockShape.of(ContractJson.mapper().valueToTree(TaskShape.of(submission, accepted)));
    return AcceptingAnswer.headers(
        HttpResponse.accepted().body(shape), accepted.task(), accepted.position());
  }

  @Get
  @Operation(summary = "List an organization's locks: who holds them and who waits, in order")
  HttpResponse<byte[]> list(@QueryValue String organization, @Parameter(hidden = true) Call call) {
    return json(locks.list(organization, call).body());
  }

  @Get("/{ticket}")
  @Operation(summary = "Get a ticket: state, position, end of the lease, fencing token")
  HttpResponse<byte[]> get(String ticket, @Parameter(hidden = true) Call call) {
    var id = TaskPaths.task(ticket);
    try {
      return json(locks.get(id, call).body());
    } catch (RequestRefused refused) {
      if (refused.code() != ErrorCode.NOT_FOUND) {
        throw refused;
      }
      // The worker has not taken it in yet, or it is over.
      var task = projector.task(id, call).as(JsonNode.class);
      return json(LockShape.of(task).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Post("/{ticket}/renew")
  @Operation(summary = "Begin the lease anew; refused when the lock is not held any more")
  HttpResponse<byte[]> renew(
      String ticket, @Body @Nullable Renewal body, @Parameter(hidden = true) Call call) {
    Answer renewed =
        locks.renew(TaskPaths.task(ticket), body == null ? new Renewal(null) : body, call);
    return json(renewed.body());
  }

  @Post("/{ticket}/release")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Give up a lock, or the place in its line")
  void release(String ticket, @Parameter(hidden = true) Call call) {
    locks.release(TaskPaths.task(ticket), call);
  }

  @Delete("/{ticket}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "The same as release")
  void delete(String ticket, @Parameter(hidden = true) Call call) {
    locks.release(TaskPaths.task(ticket), call);
  }

  private static Submission submission(NewLock body) {
    try {
      return body.submission();
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static HttpResponse<byte[]> json(byte[] body) {
    return HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
