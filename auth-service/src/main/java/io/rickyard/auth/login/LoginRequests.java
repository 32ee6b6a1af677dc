package io.rickyard.auth.login;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps requests of programs until somebody decides and the program has fetched its token. */
public interface LoginRequests {

  /**
   * Keeps one.
   *
   * @param name under which the page finds it
   * @param device with which the program polls; none where the browser brings the answer
   */
  void add(LoginRequest request, LoginName name, @Nullable OpaqueToken device);

  /** The one of that name that has not expired. */
  Optional<LoginRequest> find(LoginName name, Instant now);

  /**
   * Agrees: the program may fetch a token of this user's within a minute, while the session stands.
   *
   * @param code what the browser brings to the program, where it does
   * @return false when somebody has decided already, or it has expired
   */
  boolean approve(
      LoginRequest request,
      UserId user,
      SessionId session,
      @Nullable OpaqueToken code,
      Cause cause);

  /** Refuses; false when somebody has decided already, or it has expired. */
  boolean refuse(LoginRequest request, UserId user, SessionId session, Cause cause);

  /** Answers a poll; at most one of them gets the token. */
  Grant poll(OpaqueToken device, String client, OpaqueToken secret, Cause cause);

  /**
   * Redeems an authorization code. It is spent by the first who shows it, rightly or not; shown
   * again, what it gave is revoked (RFC 6749, section 4.1.2).
   *
   * @param redirect the very address that the request named
   * @param verifier what the challenge was made from
   * @param secret the token to give
   */
  Grant redeem(
      OpaqueToken code,
      String client,
      String redirect,
      String verifier,
      OpaqueToken secret,
      Cause cause);
}
