package io.rickyard.auth.http.gotrue;

import io.micronaut.context.annotation.Property;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.signin.OneTimeSignIn;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Asks whoever wants another password in a session that is not young to prove once more who they
 * are, by a code that was sent to their address; where this is set.
 */
@Singleton
final class Reauthentication {

  private static final Duration YOUNG = Duration.ofDays(1);

  private final OneTimeSignIn oneTime;
  private final boolean required;

  Reauthentication(
      OneTimeSignIn oneTime,
      @Property(name = "rickyard.auth.password.reauthentication", defaultValue = "false")
          boolean required) {
    this.oneTime = oneTime;
    this.required = required;
  }

  /** A nonce that is given must be right, also where none is asked for. */
  void check(Session session, User user, String nonce, Cause cause) {
    var email = user.email();
    boolean given = !nonce.isEmpty();
    boolean old = session.createdAt().plus(YOUNG).isBefore(cause.at());
    if (!given && required && old && email != null) {
      throw new GoTrueRefusal(
          GoTrueError.REAUTHENTICATION_NEEDED, "Password update requires reauthentication");
    }
    if (given && (email == null || !oneTime.reauthenticated(email, nonce, cause))) {
      throw new GoTrueRefusal(
          GoTrueError.REAUTHENTICATION_NOT_VALID, "Nonce has expired or is invalid");
    }
  }
}
