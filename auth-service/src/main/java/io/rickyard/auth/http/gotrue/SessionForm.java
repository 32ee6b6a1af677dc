package io.rickyard.auth.http.gotrue;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.jose.AccessTokens.Issued;
import java.time.Duration;
import java.time.Instant;

/** A session as GoTrue hands it out. */
@Introspected
record SessionForm(
    String accessToken,
    String tokenType,
    long expiresIn,
    long expiresAt,
    String refreshToken,
    UserForm user) {

  static SessionForm of(Issued issued, UserForm user, String refreshToken, Instant now) {
    return new SessionForm(
        issued.value(),
        "bearer",
        Duration.between(now, issued.expiresAt()).plusMillis(500).toSeconds(),
        issued.expiresAt().getEpochSecond(),
        refreshToken,
        user);
  }

  @Override
  public String toString() {
    return "SessionForm[" + user.id() + "]";
  }
}
