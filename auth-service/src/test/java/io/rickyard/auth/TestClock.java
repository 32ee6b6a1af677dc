package io.rickyard.auth;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.rickyard.testing.SettableClock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** A clock that the tests move, in place of the system's. */
@Factory
final class TestClock {

  static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));

  @Singleton
  @Replaces(value = Clock.class, factory = AuthBeans.class)
  Clock clock() {
    return CLOCK;
  }
}
