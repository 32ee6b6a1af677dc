package io.rickyard.auth.login;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a poll with a device code (RFC 8628, section 3.5).
 *
 * @param expiresAt when the request ends
 * @param interval how long the program was told to wait between two polls
 * @param polledAt when it asked last, if it did
 * @param approved what somebody decided, if somebody did
 * @param redeemed whether its token was fetched
 */
public record DevicePoll(
    Instant expiresAt,
    Duration interval,
    @Nullable Instant polledAt,
    @Nullable Boolean approved,
    boolean redeemed) {

  /** How long to wait between two polls, to begin with. */
  public static final Duration USUAL = Duration.ofSeconds(5);

  /** By how much each poll that comes too soon prolongs that, as the RFC has it. */
  private static final Duration LONGER = Duration.ofSeconds(5);

  /** What may come of a poll. */
  public enum Outcome {
    /** The token is handed out. */
    GRANT,
    /** Wait. */
    PENDING,
    /** Wait longer. */
    SLOW_DOWN,
    /** Somebody refused. */
    DENIED,
    /** It took too long. */
    EXPIRED,
    /** The token was handed out before. */
    SPENT
  }

  /** Decides. Only who has to wait can come too soon. */
  public Outcome decide(Instant now) {
    if (redeemed) {
      return Outcome.SPENT;
    }
    if (!expiresAt.isAfter(now)) {
      return Outcome.EXPIRED;
    }
    if (approved != null) {
      return approved ? Outcome.GRANT : Outcome.DENIED;
    }
    boolean soon = polledAt != null && now.isBefore(polledAt.plus(interval));
    return soon ? Outcome.SLOW_DOWN : Outcome.PENDING;
  }

  /** The interval after a poll that came too soon. */
  public Duration longer() {
    return interval.plus(LONGER);
  }
}
