package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.session.RefreshOutcome;
import io.rickyard.auth.session.RefreshTokens;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.signin.FlowSignIn;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.user.EmailAddress;
import org.jspecify.annotations.Nullable;

/** Sessions: from a password, a refresh token, the return of a PKCE flow, or an ID token. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class TokenController {

  private final SignIn signIn;
  private final Sessions sessions;
  private final Users users;
  private final FlowSignIn flows;
  private final IdTokenGrant idTokens;
  private final SessionForms forms;
  private final RequestCause causes;

  TokenController(
      SignIn signIn,
      Sessions sessions,
      Users users,
      FlowSignIn flows,
      IdTokenGrant idTokens,
      SessionForms forms,
      RequestCause causes) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.users = users;
    this.flows = flows;
    this.idTokens = idTokens;
    this.forms = forms;
    this.causes = causes;
  }

  @Post("/token")
  SessionForm token(
      HttpRequest<?> request,
      @Nullable @QueryValue("grant_type") String grantType,
      @Nullable @Body String body) {
    return switch (grantType) {
      case "password" -> password(request, body);
      case "refresh_token" -> refresh(request, body);
      case "pkce" -> pkce(request, body);
      case "id_token" -> idTokens.grant(request, GoTrueJson.object(body));
      case null, default ->
          throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "unsupported_grant_type");
    };
  }

  private SessionForm password(HttpRequest<?> request, @Nullable String body) {
    var form = GoTrueJson.object(body);
    String password = GoTrueJson.required(form, "password");
    var cause = causes.anonymous(request);
    return forms.of(signIn.withPassword(email(form), password, cause), cause);
  }

  /** An address that can't be one is answered like an unknown one, only sooner. */
  private static EmailAddress email(ObjectNode form) {
    try {
      return new EmailAddress(GoTrueJson.required(form, "email"));
    } catch (IllegalArgumentException _) {
      throw SessionForms.wrongCredentials();
    }
  }

  private SessionForm pkce(HttpRequest<?> request, @Nullable String body) {
    var form = GoTrueJson.object(body);
    String code = GoTrueJson.text(form, "auth_code");
    String verifier = GoTrueJson.text(form, "code_verifier");
    if (code == null || code.isEmpty() || verifier == null || verifier.isEmpty()) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED,
          "invalid request: both auth code and code verifier should be non-empty");
    }
    var cause = causes.anonymous(request);
    return forms.of(flows.redeem(code, verifier, cause), cause);
  }

  private SessionForm refresh(HttpRequest<?> request, @Nullable String body) {
    String token = GoTrueJson.required(GoTrueJson.object(body), "refresh_token");
    var cause = causes.anonymous(request);
    var outcome =
        RefreshTokens.hasForm(token)
            ? sessions.refresh(token, cause)
            : new RefreshOutcome.Unknown();
    return switch (outcome) {
      case RefreshOutcome.Refreshed refreshed -> {
        var user = users.find(refreshed.session().user()).orElseThrow();
        yield forms.of(user, refreshed.session(), refreshed.refreshToken(), cause);
      }
      case RefreshOutcome.Unknown _ ->
          throw new GoTrueRefusal(
              GoTrueError.REFRESH_TOKEN_NOT_FOUND,
              "Invalid Refresh Token: Refresh Token Not Found");
      case RefreshOutcome.Over _ ->
          throw new GoTrueRefusal(
              GoTrueError.SESSION_EXPIRED, "Invalid Refresh Token: Session Expired");
      case RefreshOutcome.Reused _ ->
          throw new GoTrueRefusal(
              GoTrueError.REFRESH_TOKEN_ALREADY_USED, "Invalid Refresh Token: Already Used");
    };
  }
}
