package io.rickyard.gateway.limit;

import java.time.Duration;

/** Lets through a steady rate and, after quiet, a burst. Safe for many threads. */
final class TokenBucket {

  private final Rate rate;
  private double tokens;
  private long filledAtNanos;

  TokenBucket(Rate rate, long nowNanos) {
    this.rate = rate;
    this.tokens = rate.burst();
    this.filledAtNanos = nowNanos;
  }

  /** Takes one token: zero when there was one, else how long until there is. */
  synchronized Duration take(long nowNanos) {
    double earned = Math.max(0, nowNanos - filledAtNanos) / 1e9 * rate.perSecond();
    tokens = Math.min(rate.burst(), tokens + earned);
    filledAtNanos = nowNanos;
    if (tokens >= 1) {
      tokens -= 1;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) / rate.perSecond() * 1e9));
  }
}
