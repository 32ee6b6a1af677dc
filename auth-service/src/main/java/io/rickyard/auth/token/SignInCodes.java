package io.rickyard.auth.token;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.Optional;

/** Keeps codes that sign in once. */
public interface SignInCodes {

  /** Keeps a code for somebody. */
  void add(OpaqueToken code, UserId user, Instant expiresAt, Cause cause);

  /** Whose the code is, if it is still good; of many at once exactly one gets it. */
  Optional<UserId> redeem(OpaqueToken code, Instant now);
}
