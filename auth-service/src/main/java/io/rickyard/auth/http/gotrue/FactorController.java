package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.session.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One's own second factors. */
@Controller("/factors")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class FactorController {

  private final BearerSession bearer;
  private final SecondFactors factors;
  private final Enrolment enrolment;
  private final FactorVerification verification;
  private final RequestCause causes;

  FactorController(
      BearerSession bearer,
      SecondFactors factors,
      Enrolment enrolment,
      FactorVerification verification,
      RequestCause causes) {
    this.bearer = bearer;
    this.factors = factors;
    this.enrolment = enrolment;
    this.verification = verification;
    this.causes = causes;
  }

  @Post
  Map<String, Object> enrol(HttpRequest<?> request, @Nullable @Body String body) {
    var session = bearer.of(request);
    var user = bearer.user(session);
    factors.require(session, "enroll a new factor");
    var cause = causes.of(request, AccountController.person(session));
    return enrolment.enrol(user, GoTrueJson.object(body), cause);
  }

  @Post("/{id}/challenge")
  Map<String, Object> challenge(HttpRequest<?> request, String id) {
    var session = bearer.of(request);
    bearer.user(session);
    return verification.challenge(own(session, id), session);
  }

  @Post("/{id}/verify")
  SessionForm verify(HttpRequest<?> request, String id, @Nullable @Body String body) {
    var session = bearer.of(request);
    var user = bearer.user(session);
    var form = GoTrueJson.object(body);
    var challenge = SecondFactors.id(GoTrueJson.required(form, "challenge_id"), "challenge_id");
    String code = GoTrueJson.required(form, "code");
    var cause = causes.of(request, AccountController.person(session));
    return verification.verify(own(session, id), challenge, session, user, code, cause);
  }

  @Delete("/{id}")
  Map<String, Object> remove(HttpRequest<?> request, String id) {
    var session = bearer.of(request);
    bearer.user(session);
    var factor = own(session, id);
    if (factor.verified()) {
      factors.require(session, "unenroll verified factor");
    }
    enrolment.remove(factor, causes.of(request, AccountController.person(session)));
    return Map.of("id", factor.id().toString());
  }

  private Factor own(Session session, String id) {
    return factors.own(session, id);
  }
}
