package io.rickyard.auth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.rickyard.auth.key.KeyRing;
import io.rickyard.auth.key.SigningKey;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;

/**
 * Signs and verifies with the ring's keys, ES256 only: the algorithm is ours to say, never the
 * token's.
 */
final class SignedTokens {

  private final KeyRing keys;
  private final Clock clock;

  SignedTokens(KeyRing keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  String sign(JWTClaimsSet claims) {
    var key = keys.current();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.id()).type(JOSEObjectType.JWT).build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key.privateKey()));
    } catch (JOSEException e) {
      throw new IllegalStateException("The signing key " + key.id() + " does not sign", e);
    }
    return token.serialize();
  }

  JWTClaimsSet verify(String text, String issuer, String audience) throws TokenRejected {
    try {
      var token = SignedJWT.parse(text);
      if (!JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())) {
        throw TokenRejected.invalid("signing method is invalid");
      }
      if (!token.verify(new ECDSAVerifier(key(token).publicKey()))) {
        throw TokenRejected.invalid("signature is invalid");
      }
      var claims = token.getJWTClaimsSet();
      check(claims, issuer, audience);
      return claims;
    } catch (ParseException e) {
      throw TokenRejected.invalid("token is malformed", e);
    } catch (JOSEException e) {
      throw TokenRejected.invalid("token cannot be verified", e);
    }
  }

  static String text(JWTClaimsSet claims, String name) throws TokenRejected {
    if (claims.getClaim(name) instanceof String value && !value.isEmpty()) {
      return value;
    }
    throw TokenRejected.invalid("missing claim " + name);
  }

  private SigningKey key(SignedJWT token) throws TokenRejected {
    String id = token.getHeader().getKeyID();
    return keys.find(id == null ? "" : id)
        .orElseThrow(() -> TokenRejected.invalid("unrecognized JWT kid"));
  }

  private void check(JWTClaimsSet claims, String issuer, String audience) throws TokenRejected {
    if (!issuer.equals(claims.getIssuer())) {
      throw TokenRejected.invalid("token has another issuer");
    }
    if (!List.of(audience).equals(claims.getAudience())) {
      throw TokenRejected.invalid("token is meant for another audience");
    }
    var begin = claims.getNotBeforeTime();
    if (begin != null && begin.toInstant().isAfter(clock.instant())) {
      throw TokenRejected.invalid("token is not valid yet");
    }
    var expiry = claims.getExpirationTime();
    if (expiry == null) {
      throw TokenRejected.invalid("token does not end");
    }
    if (!expiry.toInstant().isAfter(clock.instant())) {
      throw TokenRejected.tooOld();
    }
  }
}
