package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.jose.AccessTokens;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.signin.SignInOutcome;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;

/** Hands out sessions, and says why there is none. */
@Singleton
final class SessionForms {

  private final Users users;
  private final AccessTokens tokens;
  private final UserForms forms;

  SessionForms(Users users, AccessTokens tokens, UserForms forms) {
    this.users = users;
    this.tokens = tokens;
    this.forms = forms;
  }

  SessionForm of(SignInOutcome outcome, Cause cause) {
    return switch (outcome) {
      case SignInOutcome.SignedIn in ->
          of(
              users.find(in.user().id()).orElse(in.user()),
              in.opened().session(),
              in.opened().refreshToken(),
              cause);
      case SignInOutcome.WrongCredentials _ -> throw wrongCredentials();
      case SignInOutcome.EmailNotConfirmed _ ->
          throw new GoTrueRefusal(GoTrueError.EMAIL_NOT_CONFIRMED, "Email not confirmed");
      case SignInOutcome.Banned _ ->
          throw new GoTrueRefusal(GoTrueError.USER_BANNED, "User is banned");
      case SignInOutcome.TooManyAttempts wait -> throw GoTrueRefusal.rateLimited(wait.retryAfter());
      case SignInOutcome.CodeSpent _ -> throw spent();
      case SignInOutcome.FlowUnknown _ ->
          throw new GoTrueRefusal(
              GoTrueError.FLOW_STATE_NOT_FOUND, "invalid flow state, no valid flow state found");
      case SignInOutcome.IdentityTaken _ -> throw ProviderRefusals.identityTaken();
      case SignInOutcome.VerifierWrong _ ->
          throw new GoTrueRefusal(
              GoTrueError.BAD_CODE_VERIFIER,
              "code challenge does not match previously saved code verifier");
    };
  }

  SessionForm of(User user, Session session, String refreshToken, Cause cause) {
    return SessionForm.of(tokens.issue(user, session), forms.of(user), refreshToken, cause.at());
  }

  static GoTrueRefusal wrongCredentials() {
    return new GoTrueRefusal(GoTrueError.INVALID_CREDENTIALS, "Invalid login credentials");
  }

  static GoTrueRefusal spent() {
    return new GoTrueRefusal(GoTrueError.OTP_EXPIRED, "Email link is invalid or has expired");
  }
}
