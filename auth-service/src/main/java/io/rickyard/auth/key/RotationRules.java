package io.rickyard.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When keys change their roles, so that no valid token is refused: a key signs only when every
 * cache has had time to learn of it, and is withdrawn only when all that it signed has expired.
 *
 * @param every how long a key signs
 * @param tokenLifetime how long what it signed is valid
 */
public record RotationRules(Duration every, Duration tokenLifetime) {

  /** More than the minute for which services hold the published keys. */
  static final Duration LEARNED = Duration.ofMinutes(5);

  /** Another instance may go on signing with a key for as long as it holds what it read. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** The shortest time that a key may be set to sign, in tokens' lives. */
  private static final int LIVES = 2;

  /** Checks that rotations leave room for the tokens of each key. */
  public RotationRules {
    if (every.compareTo(tokenLifetime.multipliedBy(LIVES)) < 0
        || every.compareTo(LEARNED.multipliedBy(LIVES)) < 0) {
      throw new IllegalArgumentException(
          "is less than " + LIVES + " lives of an access token, or than 10 minutes");
    }
  }

  /** From when on these keys may be rotated. */
  public Instant earliest(List<SigningKey> keys) {
    return keys.stream()
        .map(key ->
            switch (key.role()) {
              case NEXT -> key.since().plus(LEARNED);
              case CURRENT -> Instant.MIN;
              case PREVIOUS -> key.since().plus(tokenLifetime).plus(MARGIN);
            })
        .max(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  /** Whether the current key has signed for as long as it should, and may be followed. */
  public boolean due(List<SigningKey> keys, Instant now) {
    return !earliest(keys).isAfter(now)
        && keys.stream()
            .filter(key -> key.role() == KeyRole.CURRENT)
            .anyMatch(key -> !key.since().plus(every).isAfter(now));
  }
}
