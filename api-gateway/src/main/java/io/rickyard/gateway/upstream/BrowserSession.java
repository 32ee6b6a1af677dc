package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A handle for a browser's cookie.
 *
 * @param handle what the cookie holds
 * @param expiresAt when the session ends at the latest
 * @param administrator whether the user administers the installation
 */
public record BrowserSession(String handle, Instant expiresAt, @Nullable Boolean administrator) {
  /** Checks that nothing is missing. */
  public BrowserSession {
    requireNonNull(handle, "handle");
    requireNonNull(expiresAt, "expires_at");
  }

  @Override
  public String toString() {
    return "BrowserSession[until " + expiresAt + "]";
  }
}
