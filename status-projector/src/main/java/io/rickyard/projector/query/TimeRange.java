package io.rickyard.projector.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time range.
 *
 * @param from its first moment; without one it has no beginning
 * @param until the first moment after it; without one it has no end
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant until) {

  /** All times. */
  public static final TimeRange ALWAYS = new TimeRange(null, null);

  /** Checks that it is not the wrong way round. */
  public TimeRange {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("the range ends before it begins");
    }
  }

  /** Whether it leaves anything out. */
  boolean isBounded() {
    return from != null || until != null;
  }
}
