package io.rickyard.messaging;

import java.time.Duration;

/**
 * How long a message waits for others to share its transaction with. Whoever is busy waits longer:
 * where many arrive, what they are about is likely to be settled elsewhere in the meantime.
 *
 * @param usual how long the oldest message waits
 * @param crowded how long it waits in a crowd
 * @param crowd how many waiting messages are one
 */
public record Linger(Duration usual, Duration crowded, int crowd) {

  /** Nothing waits. */
  public static final Linger NONE = of(Duration.ZERO);

  /** Checks the ranges. */
  public Linger {
    if (usual.isNegative() || crowded.compareTo(usual) < 0) {
      throw new IllegalArgumentException(
          "A message lingers for " + usual + " and in a crowd for " + crowded);
    }
    if (crowd < 1) {
      throw new IllegalArgumentException(crowd + " messages are no crowd");
    }
  }

  /** The same time, however many wait. */
  public static Linger of(Duration time) {
    return new Linger(time, time, 1);
  }

  Duration of(int waiting) {
    return waiting < crowd ? usual : crowded;
  }
}
