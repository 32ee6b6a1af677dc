package io.rickyard.auth.signin;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.user.User;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a one-time token proved. */
public sealed interface Proof {

  /**
   * Who shows it may sign in.
   *
   * @param user as whom
   * @param method what it proves
   * @param challenge what the flow began with, where it began with one
   */
  record MaySignIn(User user, SignInMethod method, @Nullable Challenge challenge) implements Proof {
    /** Checks that nothing required is missing. */
    public MaySignIn {
      requireNonNull(user, "user");
      requireNonNull(method, "method");
    }
  }

  /** One side agreed to a new address; the other has yet to. */
  record HalfAgreed() implements Proof {}

  /** Nothing: it is unknown, used or too old. */
  record Nothing() implements Proof {}

  /**
   * Too many wrong ones; nothing was tried.
   *
   * @param retryAfter how long to wait
   */
  record TooManyAttempts(Duration retryAfter) implements Proof {
    /** Checks that nothing is missing. */
    public TooManyAttempts {
      requireNonNull(retryAfter, "retryAfter");
    }
  }
}
