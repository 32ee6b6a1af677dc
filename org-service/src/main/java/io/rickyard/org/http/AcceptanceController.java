package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.Position;
import io.rickyard.org.acceptance.Acceptances;
import io.rickyard.org.acceptance.OutboxId;
import io.rickyard.service.trace.RequestTrace;

/** Where the gateway has work accepted and reports what it sent. */
@Controller("/acceptances")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class AcceptanceController {

  private final Acceptances acceptances;
  private final Inputs inputs;

  AcceptanceController(Acceptances acceptances, Inputs inputs) {
    this.acceptances = acceptances;
    this.inputs = inputs;
  }

  /** Where a command stands, on the wire. */
  record SentForm(String position) {
    SentForm {
      requireNonNull(position, "position");
    }
  }

  @Post
  @Status(HttpStatus.ACCEPTED)
  AcceptanceForm accept(
      Authentication authentication, HttpRequest<?> asked, @Body AcceptanceRequest request) {
    var order = request.order(authentication, RequestTrace.of(asked), inputs);
    return AcceptanceForm.of(acceptances.accept(order));
  }

  @Post("/{outboxId}/sent")
  @Status(HttpStatus.NO_CONTENT)
  void sent(Authentication authentication, String outboxId, @Body SentForm form) {
    Callers.requireService(authentication);
    acceptances.sent(
        Reading.of(() -> OutboxId.parse(outboxId)),
        Reading.of(() -> Position.parse(form.position())));
  }
}
