package io.rickyard.auth.session;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which somebody is signed in.
 *
 * @param id which one
 * @param user who
 * @param method how they signed in
 * @param createdAt when they signed in
 * @param expiresAt when they have to do so again
 * @param endedAt when it was ended, if it was
 * @param verifiedAt when a second factor was shown, if one was
 */
public record Session(
    SessionId id,
    UserId user,
    SignInMethod method,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant endedAt,
    @Nullable Instant verifiedAt) {
  /** Checks that nothing required is missing. */
  public Session {
    requireNonNull(id, "id");
    requireNonNull(user, "user");
    requireNonNull(method, "method");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(expiresAt, "expiresAt");
  }

  /** Whether two factors were shown. */
  public boolean hasTwoFactors() {
    return verifiedAt != null;
  }

  /** Whether it still stands. */
  public boolean alive(Instant now) {
    return endedAt == null && expiresAt.isAfter(now);
  }
}
