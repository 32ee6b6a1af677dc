package io.rickyard.auth.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts attempts at what can be guessed, and at what bothers others. */
public interface Attempts {

  /**
   * Admits an attempt and counts it as failed until it is said to have succeeded, so that many at
   * once are many.
   *
   * @param kind what is attempted
   * @param account what was given as the account, whether there is one or not
   * @param address where it comes from, where that is known
   * @return how long to wait before trying; nothing when this attempt may be made
   */
  Optional<Duration> admit(AttemptKind kind, String account, @Nullable String address, Instant now);

  /**
   * The admitted attempt was good: the account's count starts again, the address's goes back one.
   */
  void succeeded(AttemptKind kind, String account, @Nullable String address);
}
