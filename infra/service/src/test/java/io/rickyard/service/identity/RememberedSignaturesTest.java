package io.rickyard.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.security.token.jwt.signature.jwks.DefaultJwkValidator;
import java.text.ParseException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedSignaturesTest {

  private final AtomicInteger verifications = new AtomicInteger();
  private final DefaultJwkValidator library = new DefaultJwkValidator();
  private final RememberedSignatures signatures =
      new RememberedSignatures((token, key) -> {
        verifications.incrementAndGet();
        return library.validate(token, key);
      });

  private final ECKey key = key();
  private final SignedJWT token = signed("ada");

  @Test
  void verifiesATokenOnce() throws ParseException {
    assertThat(signatures.validate(token, key.toPublicJWK())).isTrue();
    assertThat(signatures.validate(again(token), key.toPublicJWK())).isTrue();
    assertThat(verifications).hasValue(1);
  }

  @Test
  void refusesAnotherTokenWithARememberedSignature() throws ParseException {
    assertThat(signatures.validate(token, key.toPublicJWK())).isTrue();
    var mine = token.getParsedParts();
    var forged = new SignedJWT(mine[0], signed("eve").getParsedParts()[1], mine[2]);
    assertThat(signatures.validate(forged, key.toPublicJWK())).isFalse();
  }

  @Test
  void refusesARememberedTokenUnderAnotherKeyOfTheSameName() {
    assertThat(signatures.validate(token, key.toPublicJWK())).isTrue();
    assertThat(signatures.validate(token, key().toPublicJWK())).isFalse();
  }

  @Test
  void remembersNoRefusal() {
    var other = key().toPublicJWK();
    assertThat(signatures.validate(token, other)).isFalse();
    assertThat(signatures.validate(token, other)).isFalse();
    assertThat(verifications).hasValue(2);
  }

  private SignedJWT signed(String subject) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build();
      var signed = new SignedJWT(header, new JWTClaimsSet.Builder().subject(subject).build());
      signed.sign(new ECDSASigner(key));
      return again(signed);
    } catch (JOSEException | ParseException e) {
      throw new AssertionError(e);
    }
  }

  /** As it comes with the next request. */
  private static SignedJWT again(SignedJWT token) throws ParseException {
    return SignedJWT.parse(token.serialize());
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
