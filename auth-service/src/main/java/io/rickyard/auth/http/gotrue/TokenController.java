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
import io.rickyard.auth.jose.AccessTokens;
import io.rickyard.auth.session.RefreshOutcome;
import io.rickyard.auth.session.RefreshTokens;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.signin.SignInOutcome;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Sessions: from a password, from a code, from a refresh token. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class TokenController {

  private final SignIn signIn;
  private final Sessions sessions;
  private final Users users;
  private final AccessTokens tokens;
  private final RequestCause causes;

  TokenController(
      SignIn signIn, Sessions sessions, Users users, AccessTokens tokens, RequestCause causes) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.users = users;
    this.tokens = tokens;
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
      case null, default ->
          throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "unsupported_grant_type");
    };
  }

  @Post("/verify")
  SessionForm verify(HttpRequest<?> request, @Nullable @Body String body) {
    var form = GoTrueJson.object(body);
    GoTrueJson.required(form, "type");
    var cause = causes.anonymous(request);
    var code =
        OpaqueToken.parse(GoTrueJson.required(form, "token_hash"))
            .filter(token -> token.kind() == OpaqueToken.Kind.CODE)
            .orElseThrow(TokenController::codeSpent);
    return session(signIn.withCode(code, cause), request);
  }

  @Post("/signup")
  Publisher<SessionForm> signUp() {
    return Mono.error(
        new GoTrueRefusal(GoTrueError.SIGNUP_DISABLED, "Signups not allowed for this instance"));
  }

  private SessionForm password(HttpRequest<?> request, @Nullable String body) {
    var form = GoTrueJson.object(body);
    String password = GoTrueJson.required(form, "password");
    var cause = causes.anonymous(request);
    return session(signIn.withPassword(email(form), password, cause), request);
  }

  /** An address that can't be one is answered like an unknown one, only sooner. */
  private static EmailAddress email(ObjectNode form) {
    try {
      return new EmailAddress(GoTrueJson.required(form, "email"));
    } catch (IllegalArgumentException _) {
      throw wrongCredentials();
    }
  }

  private SessionForm session(SignInOutcome outcome, HttpRequest<?> request) {
    return switch (outcome) {
      case SignInOutcome.SignedIn in ->
          SessionForm.of(
              tokens,
              users.find(in.user().id()).orElse(in.user()),
              in.opened().session(),
              in.opened().refreshToken(),
              causes.anonymous(request).at());
      case SignInOutcome.WrongCredentials _ -> throw wrongCredentials();
      case SignInOutcome.Banned _ ->
          throw new GoTrueRefusal(GoTrueError.USER_BANNED, "User is banned");
      case SignInOutcome.TooManyAttempts wait -> throw GoTrueRefusal.rateLimited(wait.retryAfter());
      case SignInOutcome.CodeSpent _ -> throw codeSpent();
    };
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
        yield SessionForm.of(
            tokens, user, refreshed.session(), refreshed.refreshToken(), cause.at());
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

  private static GoTrueRefusal wrongCredentials() {
    return new GoTrueRefusal(GoTrueError.INVALID_CREDENTIALS, "Invalid login credentials");
  }

  private static GoTrueRefusal codeSpent() {
    return new GoTrueRefusal(GoTrueError.OTP_EXPIRED, "Email link is invalid or has expired");
  }
}
