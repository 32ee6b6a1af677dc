package io.rickyard.auth.session;

import static java.util.Objects.requireNonNull;

/** What became of a refresh. */
public sealed interface RefreshOutcome {

  /**
   * The session goes on.
   *
   * @param session the session
   * @param refreshToken what to show next time
   */
  record Refreshed(Session session, String refreshToken) implements RefreshOutcome {
    /** Checks that nothing is missing. */
    public Refreshed {
      requireNonNull(session, "session");
      requireNonNull(refreshToken, "refreshToken");
    }

    @Override
    public String toString() {
      return "Refreshed[" + session.id() + "]";
    }
  }

  /** No such token is known. */
  record Unknown() implements RefreshOutcome {}

  /** The session has ended. */
  record Over() implements RefreshOutcome {}

  /** The token was used before; the session was revoked with this. */
  record Reused() implements RefreshOutcome {}
}
