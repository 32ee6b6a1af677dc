package io.rickyard.auth.signin;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.UserId;
import java.time.Duration;

/** What became of an attempt to make an account. */
public sealed interface SignUpOutcome {

  /**
   * A message is under way, whether there was an account already or not.
   *
   * @param shown the id to answer with, the same for one address at all times
   */
  record Asked(UserId shown) implements SignUpOutcome {
    /** Checks that nothing is missing. */
    public Asked {
      requireNonNull(shown, "shown");
    }
  }

  /** It is not for everybody. */
  record Closed() implements SignUpOutcome {}

  /**
   * Too many messages; none was written.
   *
   * @param retryAfter how long to wait
   */
  record TooManyAttempts(Duration retryAfter) implements SignUpOutcome {
    /** Checks that nothing is missing. */
    public TooManyAttempts {
      requireNonNull(retryAfter, "retryAfter");
    }
  }
}
