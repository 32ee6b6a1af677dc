package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.user.User;
import io.rickyard.contracts.MessageId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Checks second factors' codes; guesses are slowed down for each user and address. */
@Singleton
final class FactorVerification {

  private static final Duration CHALLENGE = Duration.ofMinutes(5);

  private final Factors factors;
  private final Sessions sessions;
  private final Attempts attempts;
  private final SessionForms forms;
  private final Clock clock;

  FactorVerification(
      Factors factors, Sessions sessions, Attempts attempts, SessionForms forms, Clock clock) {
    this.factors = factors;
    this.sessions = sessions;
    this.attempts = attempts;
    this.forms = forms;
    this.clock = clock;
  }

  Map<String, Object> challenge(Factor factor, Session session) {
    var id = MessageId.next().value();
    var expiresAt = clock.instant().plus(CHALLENGE);
    factors.challenge(id, factor, session.id(), expiresAt);
    return Map.of("id", id.toString(), "type", "totp", "expires_at", expiresAt.getEpochSecond());
  }

  SessionForm verify(
      Factor factor, UUID challenge, Session session, User user, String code, Cause cause) {
    String account = "factor " + user.id();
    var wait = attempts.admit(AttemptKind.CODE, account, cause.origin(), cause.at());
    if (wait.isPresent()) {
      throw GoTrueRefusal.rateLimited(wait.get());
    }
    return switch (factors.check(factor, challenge, session.id(), code, cause)) {
      case FITS -> {
        attempts.succeeded(AttemptKind.CODE, account, cause.origin());
        var opened = sessions.renew(session.id(), cause);
        yield forms.of(user, opened.session(), opened.refreshToken(), cause);
      }
      case WRONG ->
          throw new GoTrueRefusal(GoTrueError.MFA_VERIFICATION_FAILED, "Invalid TOTP code entered");
      case NO_CHALLENGE ->
          throw new GoTrueRefusal(
              GoTrueError.MFA_CHALLENGE_EXPIRED,
              "MFA challenge has expired, verify against another challenge or create a new challenge.");
    };
  }
}
