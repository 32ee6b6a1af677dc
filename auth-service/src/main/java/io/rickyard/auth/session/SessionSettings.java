package io.rickyard.auth.session;

import java.time.Duration;

/**
 * How long sessions last.
 *
 * @param lifetime after how long one has to sign in again, whatever was refreshed
 * @param grace how long after its use a refresh token may be shown again
 */
public record SessionSettings(Duration lifetime, Duration grace) {

  /** Checks the ranges, naming the keys. */
  public SessionSettings {
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException("rickyard.auth.session.lifetime is not positive");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("rickyard.auth.session.reuse-grace is negative");
    }
  }
}
