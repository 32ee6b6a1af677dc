package io.rickyard.testing;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to move; may be read by many threads. */
public final class SettableClock extends Clock {

  private volatile Instant now;

  /** Stands at this time. */
  public SettableClock(Instant now) {
    this.now = requireNonNull(now, "now");
  }

  /** Stands at noon of a day that is as good as any. */
  public static SettableClock atNoon() {
    return new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));
  }

  /** Stands at another time from now on. */
  public synchronized void set(Instant time) {
    now = requireNonNull(time, "time");
  }

  /** Moves on, or back if negative. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
