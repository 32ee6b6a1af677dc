package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a task waits between attempts.
 *
 * @param kind how the wait grows
 * @param base the wait after the first failure, up to a day
 * @param cap the most it ever waits, from the base up to a day
 * @param jitter the random share of a wait, 0 (none) to 1 (anything from zero to the whole)
 */
public record Backoff(Kind kind, Duration base, Duration cap, double jitter) {

  private static final Duration LONGEST = Duration.ofDays(1);

  /** How the wait grows from failure to failure. */
  public enum Kind {
    /** It stays as it is. */
    @JsonProperty("fixed")
    FIXED,
    /** It grows by the base. */
    @JsonProperty("linear")
    LINEAR,
    /** It doubles. */
    @JsonProperty("exponential")
    EXPONENTIAL
  }

  /** Checks the ranges. */
  public Backoff {
    requireNonNull(kind, "retry.backoff.kind");
    requireNonNull(base, "retry.backoff.base");
    requireNonNull(cap, "retry.backoff.cap");
    if (base.isNegative() || base.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("base lies between PT0S and PT24H");
    }
    if (cap.compareTo(base) < 0 || cap.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("cap lies between the base and PT24H");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter lies between 0 and 1");
    }
  }

  /** Takes what came over the wire: a wait that grows has a day as its cap unless one is given. */
  @JsonCreator
  public static Backoff of(
      @JsonProperty("kind") Kind kind,
      @JsonProperty("base") Duration base,
      @JsonProperty("cap") @Nullable Duration cap,
      @JsonProperty("jitter") @Nullable Double jitter) {
    return new Backoff(
        kind, base, requireNonNullElse(cap, LONGEST), requireNonNullElse(jitter, 0.0));
  }
}
