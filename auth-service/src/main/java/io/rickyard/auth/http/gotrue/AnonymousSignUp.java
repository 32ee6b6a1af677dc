package io.rickyard.auth.http.gotrue;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Accounts without an address; of them only where they come from can be counted. */
@Singleton
final class AnonymousSignUp {

  private static final String NOWHERE = "unknown";

  private final Users users;
  private final Attempts attempts;
  private final SignIn signIn;
  private final SessionForms sessions;
  private final RequestCause causes;

  AnonymousSignUp(
      Users users, Attempts attempts, SignIn signIn, SessionForms sessions, RequestCause causes) {
    this.users = users;
    this.attempts = attempts;
    this.signIn = signIn;
    this.sessions = sessions;
    this.causes = causes;
  }

  SessionForm signUp(HttpRequest<?> request, @Nullable String metadata) {
    var cause = causes.anonymous(request);
    String from = cause.origin() == null ? NOWHERE : cause.origin();
    var wait = attempts.admit(AttemptKind.ANONYMOUS, from, null, cause.at());
    if (wait.isPresent()) {
      throw GoTrueRefusal.rateLimited(wait.get());
    }
    var id = new UserId(MessageId.next().value());
    var user = users.create(NewUser.anonymous(id, metadata), cause);
    return sessions.of(signIn.enter(user, SignInMethod.ANONYMOUS, cause), cause);
  }
}
