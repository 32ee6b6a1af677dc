package io.rickyard.service.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.security.token.jwt.signature.jwks.DefaultJwkValidator;
import io.micronaut.security.token.jwt.signature.jwks.JwkValidator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Verifies the signature of each internal token once. A caller's token comes with every request
 * until it expires, and the mathematics of ES256 took a third of the processor time of a small
 * request, on a thread that others wait for.
 *
 * <p>Only that this key made this signature is remembered. Whether the key is still published, and
 * what the token says of time, issuer and audience, is looked at each time.
 */
@Singleton
@Replaces(DefaultJwkValidator.class)
final class RememberedSignatures implements JwkValidator {

  private static final int MOST = 2_000;

  /** That of an internal token, and no longer than needed for one that nobody sends any more. */
  private static final Duration UNUSED = Duration.ofMinutes(5);

  private final JwkValidator verifying;
  private final Cache<Signature, Boolean> verified =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(UNUSED).build();

  /** Remembers what the library verified. */
  @Inject
  RememberedSignatures() {
    this(new DefaultJwkValidator());
  }

  RememberedSignatures(JwkValidator verifying) {
    this.verifying = verifying;
  }

  /**
   * What is remembered.
   *
   * @param token all of it, the signature too
   * @param key by value
   */
  private record Signature(String token, JWK key) {}

  @Override
  public boolean validate(SignedJWT token, JWK key) {
    var signature = new Signature(token.serialize(), key);
    if (verified.getIfPresent(signature) != null) {
      return true;
    }
    boolean valid = verifying.validate(token, key);
    if (valid) {
      verified.put(signature, true);
    }
    return valid;
  }
}
