package io.rickyard.auth.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as its owner knows it again.
 *
 * @param session the session
 * @param origin the address it was begun from, where one is known
 * @param agent the program it was begun with, in its own words
 * @param lastUsedAt when it was last used, to the minute
 */
public record SessionView(
    Session session, @Nullable String origin, @Nullable String agent, Instant lastUsedAt) {
  /** Checks that nothing required is missing. */
  public SessionView {
    requireNonNull(session, "session");
    requireNonNull(lastUsedAt, "lastUsedAt");
  }
}
