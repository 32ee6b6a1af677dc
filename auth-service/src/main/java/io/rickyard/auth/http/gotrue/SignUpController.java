package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.signin.SignUp;
import io.rickyard.auth.signin.SignUpOutcome;
import io.rickyard.auth.signin.SignUpPolicy;
import org.jspecify.annotations.Nullable;

/** Accounts that people make themselves. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class SignUpController {

  private final SignUp signUp;
  private final SignUpPolicy policy;
  private final MailDuty mail;
  private final Flows flows;
  private final AnonymousSignUp anonymous;
  private final RequestCause causes;

  SignUpController(
      SignUp signUp,
      SignUpPolicy policy,
      MailDuty mail,
      Flows flows,
      AnonymousSignUp anonymous,
      RequestCause causes) {
    this.signUp = signUp;
    this.policy = policy;
    this.mail = mail;
    this.flows = flows;
    this.anonymous = anonymous;
    this.causes = causes;
  }

  @Post("/signup")
  Object signUp(HttpRequest<?> request, @Nullable @Body String body) {
    var form = GoTrueJson.object(body);
    GoTrueJson.refusePhone(form);
    String metadata = AccountController.metadata(form, "data");
    if (GoTrueJson.text(form, "email") == null) {
      if (!policy.anonymous()) {
        throw new GoTrueRefusal(
            GoTrueError.ANONYMOUS_PROVIDER_DISABLED, "Anonymous sign-ins are disabled");
      }
      return anonymous.signUp(request, metadata);
    }
    return withPassword(request, form, metadata);
  }

  private UserForm withPassword(
      HttpRequest<?> request, ObjectNode form, @Nullable String metadata) {
    var email = GoTrueJson.email(form);
    String password = GoTrueJson.required(form, "password");
    var flow = flows.of(request, form);
    var cause = causes.anonymous(request);
    if (!signUp.mayJoin(email, cause)) {
      throw closed();
    }
    mail.check();
    PasswordChange.check(password, email.value());
    return switch (signUp.withPassword(email, password, metadata, flow, cause)) {
      case SignUpOutcome.Asked asked ->
          UserForm.unconfirmed(asked.shown(), email, metadata, cause.at());
      case SignUpOutcome.Closed _ -> throw closed();
      case SignUpOutcome.TooManyAttempts wait -> throw GoTrueRefusal.mailLimited(wait.retryAfter());
    };
  }

  private static GoTrueRefusal closed() {
    return new GoTrueRefusal(GoTrueError.SIGNUP_DISABLED, "Signups not allowed for this instance");
  }
}
