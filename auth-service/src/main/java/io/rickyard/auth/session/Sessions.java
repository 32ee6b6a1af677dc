package io.rickyard.auth.session;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps sessions and their refresh tokens. */
public interface Sessions {

  /** Begins a session and notes that the user signed in. */
  Opened open(UserId user, SignInMethod method, Cause cause);

  /** The session of that id, also one that has ended. */
  Optional<Session> find(SessionId id);

  /** Uses a refresh token; at most one of two at once rotates it. */
  RefreshOutcome refresh(String refreshToken, Cause cause);

  /** Gives a session a new refresh token in place of all it had, since it means more now. */
  Opened renew(SessionId id, Cause cause);

  /** Somebody's sessions that stand, the newest first. */
  List<SessionView> of(UserId user, Instant now);

  /** Notes, to the minute, that a session is used. */
  void use(SessionId id, Instant now);

  /** Ends one of somebody's sessions; false when they have none of that id that stands. */
  boolean end(UserId user, SessionId id, Cause cause);

  /** Ends sessions of the one's user; returns how many ended by this. */
  int end(Session session, Scope scope, Cause cause);
}
