package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.redirect.RedirectTargets;
import io.rickyard.auth.signin.FlowSignIn;
import io.rickyard.auth.signin.OneTimeSignIn;
import io.rickyard.auth.signin.Proof;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.token.OpaqueToken;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was sent by mail comes back: as a link that a browser follows, or as what a page sends. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class VerifyController {

  private static final String HALF_AGREED =
      "Confirmation link accepted. Please proceed to confirm link sent to the other email";

  private final OneTimeSignIn oneTime;
  private final SignIn signIn;
  private final FlowSignIn flows;
  private final SessionForms sessions;
  private final RedirectTargets targets;
  private final RequestCause causes;

  VerifyController(
      OneTimeSignIn oneTime,
      SignIn signIn,
      FlowSignIn flows,
      SessionForms sessions,
      RedirectTargets targets,
      RequestCause causes) {
    this.oneTime = oneTime;
    this.signIn = signIn;
    this.flows = flows;
    this.sessions = sessions;
    this.targets = targets;
    this.causes = causes;
  }

  @Post("/verify")
  Object verify(HttpRequest<?> request, @Nullable @Body String body) {
    var form = GoTrueJson.object(body);
    GoTrueJson.refusePhone(form);
    var purposes = purposes(GoTrueJson.required(form, "type"));
    var cause = causes.anonymous(request);
    String hash = GoTrueJson.text(form, "token_hash");
    if (hash == null) {
      var email = GoTrueJson.email(form);
      return answer(
          oneTime.byCode(email, GoTrueJson.required(form, "token"), purposes, cause), cause);
    }
    var token = OpaqueToken.parse(hash).orElseThrow(SessionForms::spent);
    return switch (token.kind()) {
      case CODE -> sessions.of(signIn.withCode(token, cause), cause);
      case ONE_TIME -> answer(oneTime.byLink(token, purposes, cause), cause);
      case PERSONAL, BROWSER, TICKET, FLOW, LOGIN, DEVICE, GRANT, STATE, FLOW_BROWSER ->
          throw SessionForms.spent();
    };
  }

  /** The page that is led to gets a session in the fragment, which no server sees, or a code. */
  @Get(value = "/verify", headRoute = false) // a program that only looks at links spends none
  HttpResponse<?> follow(HttpRequest<?> request) {
    var parameters = request.getParameters();
    URI target = targets.orHome(parameters.get("redirect_to"));
    var cause = causes.anonymous(request);
    try {
      var purposes = purposes(String.valueOf(parameters.get("type")));
      var token =
          OpaqueToken.parse(String.valueOf(parameters.get("token")))
              .filter(parsed -> parsed.kind() == OpaqueToken.Kind.ONE_TIME)
              .orElseThrow(SessionForms::spent);
      return seeOther(location(target, oneTime.byLink(token, purposes, cause), request, cause));
    } catch (GoTrueRefusal refusal) {
      return seeOther(Locations.refused(target, refusal));
    }
  }

  private URI location(URI target, Proof proof, HttpRequest<?> request, Cause cause) {
    return switch (proof) {
      case Proof.MaySignIn may -> {
        var challenge = may.challenge();
        if (challenge != null) {
          yield Locations.withCode(target, flows.code(may.user(), may.method(), challenge, cause));
        }
        var session = sessions.of(signIn.enter(may.user(), may.method(), cause), cause);
        yield Locations.withSession(
            target, session, String.valueOf(request.getParameters().get("type")));
      }
      case Proof.HalfAgreed _ -> Locations.withMessage(target, HALF_AGREED);
      case Proof.Nothing _ -> throw SessionForms.spent();
      case Proof.TooManyAttempts wait -> throw GoTrueRefusal.rateLimited(wait.retryAfter());
    };
  }

  private Object answer(Proof proof, Cause cause) {
    return switch (proof) {
      case Proof.MaySignIn may -> sessions.of(signIn.enter(may.user(), may.method(), cause), cause);
      case Proof.HalfAgreed _ -> Map.of("code", "200", "msg", HALF_AGREED);
      case Proof.Nothing _ ->
          throw new GoTrueRefusal(GoTrueError.OTP_EXPIRED, "Token has expired or is invalid");
      case Proof.TooManyAttempts wait -> throw GoTrueRefusal.rateLimited(wait.retryAfter());
    };
  }

  /** What GoTrue's word may mean; "email" is whatever signs in with a code from a message. */
  private static Set<OneTimePurpose> purposes(String type) {
    return switch (type) {
      case "signup" -> Set.of(OneTimePurpose.SIGNUP);
      case "invite" -> Set.of(OneTimePurpose.INVITE);
      case "magiclink" -> Set.of(OneTimePurpose.MAGIC_LINK);
      case "recovery" -> Set.of(OneTimePurpose.RECOVERY);
      case "email" ->
          Set.of(OneTimePurpose.SIGNUP, OneTimePurpose.MAGIC_LINK, OneTimePurpose.INVITE);
      case "email_change" ->
          Set.of(OneTimePurpose.EMAIL_CHANGE_CURRENT, OneTimePurpose.EMAIL_CHANGE_NEW);
      default ->
          throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "Verify requires a known type");
    };
  }

  private static HttpResponse<?> seeOther(URI location) {
    return HttpResponse.seeOther(location).header("Cache-Control", "no-store");
  }
}
