package io.rickyard.auth.jose;

import com.nimbusds.jwt.JWTClaimsSet;
import io.rickyard.auth.key.KeyRing;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.user.EmailAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens with which the services call each other, good for a minute. */
public final class InternalTokens {

  /** How long one is good. */
  public static final Duration LIFETIME = Duration.ofSeconds(60);

  private static final String ISSUER = "rickyard";
  private static final String ADMINISTRATOR = "administrator";
  private static final String AUDIENCE = "rickyard.internal";

  private final SignedTokens tokens;
  private final Clock clock;

  /** Tokens signed with this ring's current key. */
  public InternalTokens(KeyRing keys, Clock clock) {
    this.tokens = new SignedTokens(keys, clock);
    this.clock = clock;
  }

  /** A token for whoever is behind this identity. */
  public String issue(Identity identity) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)));
    switch (identity) {
      case Identity.InSession in ->
          claims
              .subject(in.user().toString())
              .claim("kind", "session")
              .claim("sid", in.session().toString())
              .claim("email", address(in.email()))
              .claim(ADMINISTRATOR, in.administrator());
      case Identity.WithToken with ->
          claims
              .subject(with.user().toString())
              .claim("kind", "token")
              .claim("tid", with.token().toString())
              .claim("scopes", with.scopes())
              .claim("email", address(with.email()))
              .claim(ADMINISTRATOR, with.administrator());
      case Identity.OfService service -> claims.subject(service.name()).claim("kind", "service");
    }
    return tokens.sign(claims.build());
  }

  /** A claim that is null is none. */
  private static @Nullable String address(@Nullable EmailAddress email) {
    return email == null ? null : email.value();
  }

  /** The claims of a good one. */
  public Map<String, Object> verify(String token) throws TokenRejected {
    var claims = tokens.verify(token, ISSUER, AUDIENCE);
    SignedTokens.text(claims, "sub");
    SignedTokens.text(claims, "kind");
    return claims.getClaims();
  }
}
