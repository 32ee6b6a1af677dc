package io.rickyard.gateway.limit;

/**
 * How often something may be done.
 *
 * @param perSecond in the long run
 * @param burst at once, after quiet
 */
public record Rate(double perSecond, int burst) {
  /** Checks that something may be done at all. */
  public Rate {
    if (perSecond <= 0 || burst < 1) {
      throw new IllegalArgumentException("A rate lets at least one through");
    }
  }
}
