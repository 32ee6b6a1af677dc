package io.rickyard.auth.factor;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps second factors. */
public interface Factors {

  /** The most factors of one user. */
  int MOST = 10;

  /** Those of a user, the oldest first. */
  List<Factor> of(UserId user);

  /**
   * Keeps one that is not verified yet, in place of others that never were.
   *
   * @throws FactorRefused when there is one of this name, or there are too many
   */
  void add(Factor factor, byte[] secret, Cause cause);

  /** Begins a check in a session. */
  void challenge(UUID challenge, Factor factor, SessionId session, Instant expiresAt);

  /**
   * Checks a code. When it fits, the session has two factors from now on, and with the first code
   * of a factor the user's sessions that have only one end.
   */
  FactorCheck check(Factor factor, UUID challenge, SessionId session, String code, Cause cause);

  /** Removes one. */
  void remove(Factor factor, Cause cause);
}
