package io.rickyard.auth.token;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is behind a token that was shown and found good. */
public sealed interface Identity {

  /**
   * Somebody with a session.
   *
   * @param user who
   * @param session in which session
   * @param email their address; none for somebody anonymous
   * @param administrator whether they administer the installation
   */
  record InSession(
      UserId user, SessionId session, @Nullable EmailAddress email, boolean administrator)
      implements Identity {
    /** Checks that nothing is missing. */
    public InSession {
      requireNonNull(user, "user");
      requireNonNull(session, "session");
    }
  }

  /**
   * A machine with somebody's personal access token.
   *
   * @param user whose it is
   * @param token the token's id
   * @param scopes what it is limited to; empty means no limit below the user's rights
   * @param email the user's address; none for somebody anonymous
   * @param administrator whether the user administers the installation
   */
  record WithToken(
      UserId user,
      UUID token,
      List<String> scopes,
      @Nullable EmailAddress email,
      boolean administrator)
      implements Identity {
    /** Checks that nothing is missing. */
    public WithToken {
      requireNonNull(user, "user");
      requireNonNull(token, "token");
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * One of Rickyard's own services.
   *
   * @param name which one
   */
  record OfService(String name) implements Identity {
    /** Checks that nothing is missing. */
    public OfService {
      requireNonNull(name, "name");
    }
  }

  /** The user behind it, where there is one. */
  default @Nullable UserId userId() {
    return switch (this) {
      case InSession identity -> identity.user();
      case WithToken identity -> identity.user();
      case OfService _ -> null;
    };
  }
}
