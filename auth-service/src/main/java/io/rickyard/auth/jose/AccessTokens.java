package io.rickyard.auth.jose;

import com.nimbusds.jwt.JWTClaimsSet;
import io.rickyard.auth.key.KeyRing;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Access tokens with GoTrue's claims, for browsers and other clients; no service of ours takes one.
 */
public final class AccessTokens {

  private static final String AUDIENCE = "authenticated";

  private final SignedTokens tokens;
  private final JsonObjects json;
  private final Clock clock;
  private final String issuer;
  private final Duration lifetime;

  /** Tokens that this issuer, an address ending in {@code /auth/v1}, gives for so long. */
  public AccessTokens(KeyRing keys, Clock clock, String issuer, Duration lifetime) {
    this.tokens = new SignedTokens(keys, clock);
    this.json = new JsonObjects();
    this.clock = clock;
    this.issuer = issuer;
    this.lifetime = lifetime;
  }

  /**
   * A token that was issued.
   *
   * @param value the token
   * @param expiresAt when it ends
   */
  public record Issued(String value, Instant expiresAt) {
    @Override
    public String toString() {
      return "Issued[until " + expiresAt + "]";
    }
  }

  /**
   * What a good token says.
   *
   * @param user whose it is
   * @param session in which session
   */
  public record Verified(UserId user, SessionId session) {}

  /** A token for a session; it ends with the session at the latest. */
  public Issued issue(User user, Session session) {
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    Instant expiresAt = end.isBefore(session.expiresAt()) ? end : session.expiresAt();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(user.id().toString())
            .audience(AUDIENCE)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt))
            .claim("email", user.emailText())
            .claim("phone", "")
            .claim("app_metadata", appMetadata(user))
            .claim("user_metadata", json.read(user.metadata()))
            .claim("role", AUDIENCE)
            .claim("aal", session.hasTwoFactors() ? "aal2" : "aal1")
            .claim("amr", methods(session))
            .claim("session_id", session.id().toString())
            .claim("is_anonymous", user.anonymous())
            .build();
    return new Issued(tokens.sign(claims), expiresAt);
  }

  /** Reads and checks a token; whether its session still stands is not looked at. */
  public Verified verify(String token) throws TokenRejected {
    var claims = tokens.verify(token, issuer, AUDIENCE);
    return new Verified(
        UserId.parse(SignedTokens.text(claims, "sub")),
        SessionId.parse(SignedTokens.text(claims, "session_id")));
  }

  private Map<String, Object> appMetadata(User user) {
    Map<String, Object> claim = new HashMap<>(json.read(user.appMetadata()));
    var ways = user.ways();
    if (!ways.isEmpty()) {
      claim.put("provider", ways.getFirst());
      claim.put("providers", ways);
    }
    return claim;
  }

  /** How somebody proved who they are, the last proof first. */
  private static List<Map<String, Object>> methods(Session session) {
    var first = method(session.method().wireName(), session.createdAt());
    var second = session.verifiedAt();
    return second == null ? List.of(first) : List.of(method("totp", second), first);
  }

  private static Map<String, Object> method(String name, Instant at) {
    return Map.of("method", name, "timestamp", at.getEpochSecond());
  }
}
