package io.rickyard.auth.session;

import static java.util.Objects.requireNonNull;

/**
 * A session that has just begun.
 *
 * @param session the session
 * @param refreshToken what continues it; shown once
 */
public record Opened(Session session, String refreshToken) {
  /** Checks that nothing is missing. */
  public Opened {
    requireNonNull(session, "session");
    requireNonNull(refreshToken, "refreshToken");
  }

  @Override
  public String toString() {
    return "Opened[" + session.id() + "]";
  }
}
