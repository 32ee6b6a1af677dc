package io.rickyard.auth.signin;

import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.password.PasswordHasher;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.signin.SignInOutcome.Banned;
import io.rickyard.auth.signin.SignInOutcome.CodeSpent;
import io.rickyard.auth.signin.SignInOutcome.EmailNotConfirmed;
import io.rickyard.auth.signin.SignInOutcome.SignedIn;
import io.rickyard.auth.signin.SignInOutcome.TooManyAttempts;
import io.rickyard.auth.signin.SignInOutcome.WrongCredentials;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.SignInCodes;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.contracts.Actor;

/** Lets people in. */
public final class SignIn {

  private final Users users;
  private final PasswordHasher hasher;
  private final Attempts attempts;
  private final SignInCodes codes;
  private final Sessions sessions;
  private final Deeds deeds;

  /** Signs in those users into these sessions. */
  public SignIn(
      Users users,
      PasswordHasher hasher,
      Attempts attempts,
      SignInCodes codes,
      Sessions sessions,
      Deeds deeds) {
    this.users = users;
    this.hasher = hasher;
    this.attempts = attempts;
    this.codes = codes;
    this.sessions = sessions;
    this.deeds = deeds;
  }

  /** With a password. An unknown address takes as long as a wrong password. */
  public SignInOutcome withPassword(EmailAddress email, String password, Cause cause) {
    var wait = attempts.admit(AttemptKind.PASSWORD, email.value(), cause.origin(), cause.at());
    if (wait.isPresent()) {
      return new TooManyAttempts(wait.get());
    }
    var user = users.find(email);
    if (!hasher.matches(password, user.map(User::password).orElse(null)) || user.isEmpty()) {
      refused(cause, user.map(found -> found.id().toString()).orElse("unknown"));
      return new WrongCredentials();
    }
    attempts.succeeded(AttemptKind.PASSWORD, email.value(), cause.origin());
    if (user.get().emailConfirmedAt() == null) {
      refused(cause, user.get().id().toString());
      return new EmailNotConfirmed();
    }
    return enter(user.get(), SignInMethod.PASSWORD, cause);
  }

  /** With a single-use code; it is spent whatever comes after. */
  public SignInOutcome withCode(OpaqueToken code, Cause cause) {
    return codes
        .redeem(code, cause.at())
        .flatMap(users::find)
        .map(user -> enter(user, SignInMethod.CODE, cause))
        .orElseGet(CodeSpent::new);
  }

  /** Somebody who has proved who they are in this way. */
  public SignInOutcome enter(User user, SignInMethod method, Cause cause) {
    if (user.banned(cause.at())) {
      refused(cause, user.id().toString());
      return new Banned();
    }
    var person = cause.by(new Actor(Actor.Kind.PERSON, user.id().toString(), null));
    return new SignedIn(user, sessions.open(user.id(), method, person));
  }

  private void refused(Cause cause, String target) {
    deeds.record(cause, "session.open", target, "refused", null);
  }
}
