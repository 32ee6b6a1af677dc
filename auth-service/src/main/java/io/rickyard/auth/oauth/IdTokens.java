package io.rickyard.auth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Verifies an issuer's ID tokens (OpenID Connect Core 1.0, 3.1.3.7): the signature by one of its
 * published keys and never by a shared secret, then issuer, audience, authorized party, and times.
 * Nonce and access token hash are for who knows what they have to be.
 */
final class IdTokens {

  private static final Set<JWSAlgorithm> ALGORITHMS = algorithms();
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final Pattern UUID_FORM =
      Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Clock clock;
  private final String issuer;
  private final JWKSource<SecurityContext> keys;

  /** Those of an issuer that publishes its keys there. */
  IdTokens(ProviderHttp http, URI keys, String issuer, Clock clock) {
    this.clock = clock;
    this.issuer = issuer;
    try {
      this.keys =
          JWKSourceBuilder.create(keys.toURL(), url -> keySet(http, URI.create(url.toString())))
              .refreshAheadCache(false)
              .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("No address of keys: " + keys, e);
    }
  }

  /** The claims of a good token that is meant for one of these. */
  JWTClaimsSet verify(String text, Set<String> audiences) throws ProviderFailed {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(new Times(audiences));
    try {
      var token = SignedJWT.parse(text);
      var claims = processor.process(token, null);
      check(claims, audiences);
      return claims;
    } catch (KeySourceException e) {
      throw new ProviderFailed(Reason.NO_ANSWER, "The keys of " + issuer + " cannot be read", e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new ProviderFailed(Reason.NOT_BELIEVED, "The ID token is not good", e);
    }
  }

  private void check(JWTClaimsSet claims, Set<String> audiences) throws ProviderFailed {
    if (!expectedIssuer(claims).equals(claims.getIssuer())) {
      throw notBelieved("The ID token has another issuer");
    }
    Object party = claims.getClaim("azp");
    boolean several = claims.getAudience().size() > 1;
    if (party == null ? several : !audiences.contains(party)) {
      throw notBelieved("The ID token was issued to somebody else");
    }
    var issuedAt = claims.getIssueTime();
    if (issuedAt == null || issuedAt.toInstant().isAfter(clock.instant().plus(SKEW))) {
      throw notBelieved("The ID token does not say when it was issued");
    }
  }

  /** Microsoft's tokens of many tenants each name their own. */
  private String expectedIssuer(JWTClaimsSet claims) throws ProviderFailed {
    if (!issuer.contains(OpenIdMetadata.TENANT)) {
      return issuer;
    }
    if (claims.getClaim("tid") instanceof String tenant && UUID_FORM.matcher(tenant).matches()) {
      return issuer.replace(OpenIdMetadata.TENANT, tenant);
    }
    throw notBelieved("The ID token names no tenant");
  }

  private static ProviderFailed notBelieved(String why) {
    return new ProviderFailed(Reason.NOT_BELIEVED, why);
  }

  private static Resource keySet(ProviderHttp http, URI uri) throws IOException {
    try {
      return new Resource(http.readText(uri), "application/json");
    } catch (ProviderFailed e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What anybody could have made from what everybody knows is not among them. */
  private static Set<JWSAlgorithm> algorithms() {
    Set<JWSAlgorithm> algorithms = new HashSet<>(JWSAlgorithm.Family.RSA);
    algorithms.addAll(List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512));
    return Set.copyOf(algorithms);
  }

  /** Audience and times, by this service's clock. */
  private final class Times extends DefaultJWTClaimsVerifier<SecurityContext> {

    Times(Set<String> audiences) {
      super(
          new HashSet<>(audiences), // it asks whether null is among them
          new JWTClaimsSet.Builder().build(),
          Set.of("iss", "sub", "aud", "exp", "iat"),
          Set.of());
      setMaxClockSkew((int) SKEW.toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
