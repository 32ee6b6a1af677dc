package io.rickyard.auth.token;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.RequestKey;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps personal access tokens. */
public interface PersonalAccessTokens {

  /**
   * Keeps a new one, unless one was made under the same key before.
   *
   * @return the id of the one that stands
   */
  UUID add(PersonalAccessToken token, OpaqueToken secret, Cause cause, @Nullable RequestKey key);

  /** Somebody's, the newest first. */
  List<PersonalAccessToken> of(UserId user);

  /** The one with this secret, unless it was revoked; notes coarsely that it was used. */
  Optional<PersonalAccessToken> use(OpaqueToken secret, Instant now);

  /**
   * Gives one of somebody's another secret, unless that was done under the same key before; the one
   * before goes on working until then.
   *
   * @return whether it has the new secret now; nothing when they have none of that id
   */
  Optional<Boolean> rotate(
      UserId user,
      UUID id,
      OpaqueToken secret,
      Instant previousUntil,
      Cause cause,
      @Nullable RequestKey key);

  /** Makes one of somebody's void; false when they have none of that id. */
  boolean revoke(UserId user, UUID id, Cause cause);
}
