package io.rickyard.auth.key;

import java.time.Instant;

/** A rotation now would make tokens void that are still valid. */
public final class RotatedTooSoon extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says from when on keys may be rotated. */
  public RotatedTooSoon(Instant earliest) {
    super("Tokens of the last rotation are still valid: the keys may be rotated from " + earliest);
  }
}
