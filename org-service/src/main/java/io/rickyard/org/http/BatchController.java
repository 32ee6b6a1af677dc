package io.rickyard.org.http;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.TaskId;
import io.rickyard.org.acceptance.BatchIds;

/** Where the gateway asks which id a batch has that comes under an idempotency key. */
@Controller("/batches")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class BatchController {

  private final BatchIds ids;

  BatchController(BatchIds ids) {
    this.ids = ids;
  }

  /** A batch on the wire. */
  record BatchForm(TaskId id) {}

  @Post
  BatchForm batch(Authentication authentication, @Body AcceptanceRequest.Idempotency idempotency) {
    return new BatchForm(ids.batch(Callers.user(authentication), idempotency.read()));
  }
}
