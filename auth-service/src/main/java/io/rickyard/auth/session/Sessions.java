package io.rickyard.auth.session;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.UserId;
import java.util.Optional;

/** Keeps sessions and their refresh tokens. */
public interface Sessions {

  /** Begins a session and notes that the user signed in. */
  Opened open(UserId user, SignInMethod method, Cause cause);

  /** The session of that id, also one that has ended. */
  Optional<Session> find(SessionId id);

  /** Uses a refresh token; at most one of two at once rotates it. */
  RefreshOutcome refresh(String refreshToken, Cause cause);

  /** Ends sessions of the one's user; returns how many ended by this. */
  int end(Session session, Scope scope, Cause cause);
}
