package io.rickyard.auth.signin;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.session.Opened;
import io.rickyard.auth.user.User;
import java.time.Duration;

/** What became of an attempt to sign in. */
public sealed interface SignInOutcome {

  /**
   * A session has begun.
   *
   * @param user who signed in
   * @param opened the session
   */
  record SignedIn(User user, Opened opened) implements SignInOutcome {
    /** Checks that nothing is missing. */
    public SignedIn {
      requireNonNull(user, "user");
      requireNonNull(opened, "opened");
    }
  }

  /** No such user, or not this password; which of the two stays unsaid. */
  record WrongCredentials() implements SignInOutcome {}

  /** The user may not sign in at present. */
  record Banned() implements SignInOutcome {}

  /**
   * Too many failures; nothing was tried.
   *
   * @param retryAfter how long to wait
   */
  record TooManyAttempts(Duration retryAfter) implements SignInOutcome {
    /** Checks that nothing is missing. */
    public TooManyAttempts {
      requireNonNull(retryAfter, "retryAfter");
    }
  }

  /** The password was right, but nobody has confirmed the address yet. */
  record EmailNotConfirmed() implements SignInOutcome {}

  /** No such flow has begun, or it is over. */
  record FlowUnknown() implements SignInOutcome {}

  /** The flow was begun by somebody else; it is over. */
  record VerifierWrong() implements SignInOutcome {}

  /** The identity that the flow was to link opens an account already. */
  record IdentityTaken() implements SignInOutcome {}

  /** The code is unknown, used or too old; which of them stays unsaid. */
  record CodeSpent() implements SignInOutcome {}
}
