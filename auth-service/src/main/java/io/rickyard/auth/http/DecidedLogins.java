package io.rickyard.auth.http;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.login.LoginName;
import io.rickyard.auth.login.LoginNames;
import io.rickyard.auth.login.LoginRequest;
import io.rickyard.auth.login.LoginRequests;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody who is signed in decides about programs that ask to act as them. */
@Singleton
final class DecidedLogins {

  private final LoginRequests requests;
  private final LoginNames names;
  private final Attempts attempts;
  private final RequestCause causes;
  private final SecureRandom random;

  DecidedLogins(
      LoginRequests requests,
      LoginNames names,
      Attempts attempts,
      RequestCause causes,
      SecureRandom random) {
    this.requests = requests;
    this.names = names;
    this.attempts = attempts;
    this.causes = causes;
    this.random = random;
  }

  Cause cause(HttpRequest<?> request, Caller caller) {
    return causes.of(request, caller.actor());
  }

  /**
   * The request of that name. User codes are few enough to be tried out, so each wrong one makes
   * its account and its address wait.
   */
  LoginRequest find(String text, Cause cause) {
    var name = names.parse(text);
    if (name.filter(LoginName::guessable).isEmpty()) {
      return found(name, cause).orElseThrow(DecidedLogins::unknown);
    }
    String account = cause.actor().id();
    var wait = attempts.admit(AttemptKind.USER_CODE, account, cause.origin(), cause.at());
    if (wait.isPresent()) {
      throw new RequestRefused(ErrorCode.RATE_LIMITED, "Too many wrong codes", wait.get());
    }
    var request = found(name, cause).orElseThrow(DecidedLogins::unknown);
    attempts.succeeded(AttemptKind.USER_CODE, account, cause.origin());
    return request;
  }

  /** Agrees; says where the browser brings the answer, if it does. */
  @Nullable String approve(String name, UserId user, SessionId session, Cause cause) {
    var request = find(name, cause);
    var callback = request.callback();
    var code = callback == null ? null : OpaqueToken.next(OpaqueToken.Kind.GRANT, random);
    if (!requests.approve(request, user, session, code, cause)) {
      throw decided();
    }
    return callback == null || code == null ? null : callback.granted(code.value());
  }

  /** Refuses; says where the browser brings the answer, if it does. */
  @Nullable String refuse(String name, UserId user, SessionId session, Cause cause) {
    var request = find(name, cause);
    if (!requests.refuse(request, user, session, cause)) {
      throw decided();
    }
    var callback = request.callback();
    return callback == null ? null : callback.refused("access_denied");
  }

  private Optional<LoginRequest> found(Optional<LoginName> name, Cause cause) {
    return name.flatMap(known -> requests.find(known, cause.at()));
  }

  private static RequestRefused unknown() {
    return new RequestRefused(
        ErrorCode.NOT_FOUND, "Nothing asks under this code; it may have been too long ago");
  }

  private static RequestRefused decided() {
    return new RequestRefused(ErrorCode.CONFLICT, "This was decided already");
  }
}
