package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A signing key that somebody has brought along.
 *
 * @param key itself
 * @param id what tokens name it by, if it says so
 */
public record ImportedKey(KeyMaterial key, @Nullable UUID id) {

  private static final int MOST_RSA_BITS = 4096;
  private static final int MOST_SECRET_BYTES = 512;

  /** 65537; with a small one anybody could sign. */
  private static final String EXPONENT = "AQAB";

  /** Checks that nothing required is missing. */
  public ImportedKey {
    requireNonNull(key, "key");
  }

  /** Checks a key that somebody brings along: that it is whole, of its algorithm, and signs. */
  public static ImportedKey of(KeyAlgorithm algorithm, String sent) throws ContentRefused {
    JWK jwk;
    try {
      jwk = JWK.parse(sent);
    } catch (ParseException e) {
      // Nimbus's message may repeat the text.
      throw malformed("private_jwk is no JSON Web Key");
    }
    if (jwk.getAlgorithm() != null && !jwk.getAlgorithm().getName().equals(algorithm.name())) {
      throw malformed("private_jwk is for %s".formatted(jwk.getAlgorithm().getName()));
    }
    if (jwk.getKeyUse() != null && !jwk.getKeyUse().identifier().equals("sig")) {
      throw malformed("The use of private_jwk is not sig");
    }
    if (!jwk.isPrivate()) {
      throw malformed("private_jwk has no private part");
    }
    var key =
        KeyMaterial.of(
            algorithm,
            switch (algorithm) {
              case ES256 -> curve(jwk);
              case RS256 -> modulus(jwk);
              case HS256 -> secret(jwk);
            });
    if (!key.whole()) {
      throw malformed("The parts of private_jwk do not belong together");
    }
    return new ImportedKey(key, name(jwk));
  }

  private static JWK curve(JWK jwk) throws ContentRefused {
    if (jwk instanceof ECKey key && key.getCurve().equals(Curve.P_256)) {
      return key;
    }
    throw malformed("A key of ES256 is on the curve P-256 (kty EC)");
  }

  private static JWK modulus(JWK jwk) throws ContentRefused {
    if (jwk instanceof RSAKey key
        && key.size() >= KeyMaterial.RSA_BITS
        && key.size() <= MOST_RSA_BITS) {
      if (!key.getPublicExponent().toString().equals(EXPONENT)) {
        throw malformed("The exponent (e) of a key of RS256 is " + EXPONENT);
      }
      if (Stream.of(
              key.getFirstPrimeFactor(),
              key.getSecondPrimeFactor(),
              key.getFirstFactorCRTExponent(),
              key.getSecondFactorCRTExponent(),
              key.getFirstCRTCoefficient())
          .anyMatch(Objects::isNull)) {
        throw malformed("A key of RS256 has p, q, dp, dq and qi");
      }
      return key;
    }
    throw malformed(
        "A key of RS256 has %d to %d bits (kty RSA)"
            .formatted(KeyMaterial.RSA_BITS, MOST_RSA_BITS));
  }

  private static JWK secret(JWK jwk) throws ContentRefused {
    if (jwk instanceof OctetSequenceKey key) {
      int bytes = key.toByteArray().length;
      if (bytes >= KeyMaterial.SECRET_BYTES && bytes <= MOST_SECRET_BYTES) {
        return key;
      }
    }
    throw malformed(
        "A key of HS256 has %d to %d bytes (kty oct)"
            .formatted(KeyMaterial.SECRET_BYTES, MOST_SECRET_BYTES));
  }

  private static @Nullable UUID name(JWK jwk) throws ContentRefused {
    var name = jwk.getKeyID();
    if (name == null) {
      return null;
    }
    try {
      return UUID.fromString(name);
    } catch (IllegalArgumentException e) {
      throw malformed("kid is the key's id: a UUID");
    }
  }

  private static ContentRefused malformed(String message) {
    return new ContentRefused(ContentRefused.Why.MALFORMED, message);
  }
}
