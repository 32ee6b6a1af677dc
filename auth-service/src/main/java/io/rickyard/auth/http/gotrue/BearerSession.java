package io.rickyard.auth.http.gotrue;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.jose.AccessTokens;
import io.rickyard.auth.jose.InternalTokens;
import io.rickyard.auth.jose.TokenRejected;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Finds the session behind a request's bearer: an access token, or the internal token that the
 * gateway shows for a browser.
 */
@Singleton
final class BearerSession {

  private static final String BEARER = "Bearer ";

  private final AccessTokens accessTokens;
  private final InternalTokens internalTokens;
  private final Sessions sessions;
  private final Users users;
  private final Clock clock;

  BearerSession(
      AccessTokens accessTokens,
      InternalTokens internalTokens,
      Sessions sessions,
      Users users,
      Clock clock) {
    this.accessTokens = accessTokens;
    this.internalTokens = internalTokens;
    this.sessions = sessions;
    this.users = users;
    this.clock = clock;
  }

  /** The session that is shown and still stands. */
  Session of(HttpRequest<?> request) {
    String authorization = request.getHeaders().get("Authorization");
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new GoTrueRefusal(
          GoTrueError.NO_AUTHORIZATION, "This endpoint requires a valid Bearer token");
    }
    return sessions
        .find(sessionId(authorization.substring(BEARER.length()).strip()))
        .filter(session -> session.alive(clock.instant()))
        .orElseThrow(() ->
            new GoTrueRefusal(
                GoTrueError.SESSION_NOT_FOUND,
                "Session from session_id claim in JWT does not exist"));
  }

  /** Whose session it is. */
  User user(Session session) {
    return users
        .find(session.user())
        .filter(user -> !user.banned(clock.instant()))
        .orElseThrow(() ->
            new GoTrueRefusal(
                GoTrueError.SESSION_NOT_FOUND, "User from sub claim in JWT does not exist"));
  }

  private SessionId sessionId(String token) {
    try {
      return accessTokens.verify(token).session();
    } catch (TokenRejected rejected) {
      return internal(token, rejected);
    } catch (IllegalArgumentException _) {
      throw badJwt("its ids are none");
    }
  }

  private SessionId internal(String token, TokenRejected rejected) {
    try {
      if (internalTokens.verify(token).get("sid") instanceof String session) {
        return SessionId.parse(session);
      }
    } catch (TokenRejected _) {
      throw badJwt(String.valueOf(rejected.getMessage()));
    }
    throw badJwt("it is of no session");
  }

  private static GoTrueRefusal badJwt(String why) {
    return new GoTrueRefusal(
        GoTrueError.BAD_JWT, "invalid JWT: unable to parse or verify signature, " + why);
  }
}
