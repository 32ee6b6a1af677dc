package io.rickyard.auth.deed;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.UserId;

/**
 * Somebody's promise that two requests are the same one.
 *
 * @param user whose promise
 * @param scope the method and path within which it counts
 * @param key the caller's own word
 * @param fingerprint tells another body without revealing it
 */
public record RequestKey(UserId user, String scope, String key, String fingerprint) {
  /** Checks that nothing is missing. */
  public RequestKey {
    requireNonNull(user, "user");
    requireNonNull(scope, "scope");
    requireNonNull(key, "key");
    requireNonNull(fingerprint, "fingerprint");
  }
}
