package io.rickyard.auth.login;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a program gets that shows its code at the token endpoint. */
public sealed interface Grant {

  /**
   * A token.
   *
   * @param token the personal access token, shown once
   */
  record Token(String token) implements Grant {
    /** Checks that it is there. */
    public Token {
      requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "Token[hidden]";
    }
  }

  /** Nobody has decided yet. */
  record Pending() implements Grant {}

  /**
   * Nobody has decided yet, and the question came too soon.
   *
   * @param interval how long to wait between two from now on
   */
  record SlowDown(Duration interval) implements Grant {}

  /** Somebody refused. */
  record Denied() implements Grant {}

  /** It took too long. */
  record Expired() implements Grant {}

  /** The code is not known, not this program's, used, or not shown as it has to be. */
  record Invalid() implements Grant {}

  /** The error's name in RFC 6749, section 5.2, and RFC 8628, section 3.5; none for a token. */
  default @Nullable String error() {
    return switch (this) {
      case Token _ -> null;
      case Pending _ -> "authorization_pending";
      case SlowDown _ -> "slow_down";
      case Denied _ -> "access_denied";
      case Expired _ -> "expired_token";
      case Invalid _ -> "invalid_grant";
    };
  }
}
