package io.rickyard.messaging;

import java.time.Duration;

/** Knows how often in a row something failed and when it is tried next; used by one thread. */
final class RetryTimer {

  private final Backoff backoff;
  private int failures;
  private long retryAt;

  RetryTimer(Backoff backoff) {
    this.backoff = backoff;
  }

  void failed() {
    failures++;
    retryAt = System.nanoTime() + backoff.after(failures).toNanos();
  }

  /** Whether it had failed before. */
  boolean succeeded() {
    boolean recovered = failures > 0;
    failures = 0;
    return recovered;
  }

  int failures() {
    return failures;
  }

  boolean isWaiting() {
    return failures > 0 && System.nanoTime() - retryAt < 0;
  }

  /** The time until the next try. */
  Duration left() {
    return failures == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, retryAt - System.nanoTime()));
  }
}
