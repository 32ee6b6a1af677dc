package io.rickyard.auth.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows from showing a refresh token. */
public sealed interface RefreshDecision {

  /** It is the newest: it is used up and gets a child. */
  record Rotate() implements RefreshDecision {}

  /**
   * It was used a moment ago, as by a second tab: its descendant that is the newest is the answer.
   */
  record FollowChild() implements RefreshDecision {}

  /** It was used long ago: somebody has a copy, so nobody keeps the session. */
  record RevokeSession() implements RefreshDecision {}

  /** Its session has ended; nothing is left to refresh. */
  record SessionOver() implements RefreshDecision {}

  /**
   * Decides.
   *
   * @param session whose token it is
   * @param usedAt when it was first used, if it was
   * @param now the time
   * @param grace how long after its use it may be shown again
   */
  static RefreshDecision decide(
      Session session, @Nullable Instant usedAt, Instant now, Duration grace) {
    if (!session.alive(now)) {
      return new SessionOver();
    }
    if (usedAt == null) {
      return new Rotate();
    }
    return now.isAfter(usedAt.plus(grace)) ? new RevokeSession() : new FollowChild();
  }
}
