package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

/**
 * A session as GoTrue gives it; only what the gateway needs of it.
 *
 * @param accessToken proves the session
 * @param user who signed in
 */
public record SignedIn(String accessToken, SignedInUser user) {
  /** Checks that nothing is missing. */
  public SignedIn {
    requireNonNull(accessToken, "access_token");
    requireNonNull(user, "user");
  }

  @Override
  public String toString() {
    return "SignedIn[" + user.id() + "]";
  }
}
