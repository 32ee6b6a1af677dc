package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.signin.ProviderOutcome;
import io.rickyard.auth.user.User;

/** Says why what a provider said opens no account. */
final class ProviderRefusals {

  private ProviderRefusals() {}

  /** Who is known by it; throws {@link GoTrueRefusal} when nobody is. */
  static User user(ProviderOutcome outcome) {
    return switch (outcome) {
      case ProviderOutcome.Known known -> known.user();
      case ProviderOutcome.Banned _ ->
          throw new GoTrueRefusal(GoTrueError.USER_BANNED, "User is banned");
      case ProviderOutcome.SignUpClosed _ ->
          throw new GoTrueRefusal(
              GoTrueError.SIGNUP_DISABLED, "Signups not allowed for this instance");
      case ProviderOutcome.AddressUnproven _ ->
          throw new GoTrueRefusal(
              GoTrueError.PROVIDER_EMAIL_NEEDS_VERIFICATION,
              "The provider names no address that it has verified as yours: verify one there, or"
                  + " sign in otherwise and link it to your account");
      case ProviderOutcome.IdentityTaken _ -> throw identityTaken();
      case ProviderOutcome.AccountGone _ ->
          throw new GoTrueRefusal(GoTrueError.USER_NOT_FOUND, "User not found");
    };
  }

  static GoTrueRefusal identityTaken() {
    return new GoTrueRefusal(
        GoTrueError.IDENTITY_ALREADY_EXISTS, "Identity is already linked to a user");
  }

  static GoTrueRefusal of(ProviderFailed failed) {
    var error =
        switch (failed.reason()) {
          case NO_ANSWER -> GoTrueError.UNEXPECTED_FAILURE;
          case REFUSED, NOT_BELIEVED -> GoTrueError.BAD_OAUTH_CALLBACK;
        };
    return new GoTrueRefusal(error, String.valueOf(failed.getMessage()));
  }

  static GoTrueRefusal badState() {
    return new GoTrueRefusal(
        GoTrueError.BAD_OAUTH_STATE,
        "OAuth state is unknown, used, too old or of another browser: please begin again");
  }
}
