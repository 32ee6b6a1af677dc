package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a stream open, and by what right.
 *
 * @param userId who
 * @param sessionId the session behind it, if one is
 * @param tokenId the machine token behind it, if one is
 */
public record Holder(String userId, @Nullable String sessionId, @Nullable String tokenId) {
  /** Checks that somebody holds it. */
  public Holder {
    requireNonNull(userId, "userId");
  }

  /** Whether the right ends with the user, session or token of this id. */
  boolean fallsWith(String id) {
    return id.equals(userId) || id.equals(sessionId) || id.equals(tokenId);
  }
}
