package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.acceptance.Decisions;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;

/** Where the gateway has its decisions kept under a caller's idempotency key. */
@Controller("/idempotency-claims")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class IdempotencyClaimController {

  private static final int LONGEST = 100;

  private final Decisions decisions;

  IdempotencyClaimController(Decisions decisions) {
    this.decisions = decisions;
  }

  /** A decision on the wire. */
  record DecisionForm(String decision) {
    DecisionForm {
      requireNonNull(decision, "decision");
      if (decision.length() > LONGEST) {
        throw new IllegalArgumentException("decision is a word");
      }
    }
  }

  @Post
  HttpResponse<DecisionForm> keep(
      Authentication authentication, HttpRequest<?> request, @Body DecisionForm form) {
    var key = Callers.idempotencyKey(request);
    if (key == null) {
      throw new Refused(Refusal.INVALID, "A decision is kept under an idempotency key");
    }
    var kept = decisions.keep(Callers.user(authentication), key, form.decision());
    return Replays.marked(HttpResponse.ok(new DecisionForm(kept.value())), kept);
  }
}
