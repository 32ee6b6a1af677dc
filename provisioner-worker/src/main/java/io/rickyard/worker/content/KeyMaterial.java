package io.rickyard.worker.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.rickyard.contracts.json.ContractJson;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key as such: a pair, or a secret.
 *
 * @param algorithm what it signs with
 * @param jwk all of it as JSON (RFC 7517), without a name and without a purpose
 */
public record KeyMaterial(KeyAlgorithm algorithm, String jwk) {

  static final int RSA_BITS = 2048;
  static final int SECRET_BYTES = 32;

  /** Checks that nothing is missing. */
  public KeyMaterial {
    requireNonNull(algorithm, "algorithm");
    requireNonNull(jwk, "jwk");
  }

  /** A new key. */
  public static KeyMaterial generate(KeyAlgorithm algorithm, SecureRandom random) {
    try {
      return switch (algorithm) {
        case ES256 ->
            of(algorithm, new ECKeyGenerator(Curve.P_256).secureRandom(random).generate());
        case RS256 -> of(algorithm, new RSAKeyGenerator(RSA_BITS).secureRandom(random).generate());
        case HS256 -> {
          var secret = new byte[SECRET_BYTES];
          random.nextBytes(secret);
          yield ofSecret(secret);
        }
      };
    } catch (JOSEException e) {
      throw new IllegalStateException("Every JDK makes keys of " + algorithm, e);
    }
  }

  /** A secret that somebody has. */
  static KeyMaterial ofSecret(byte[] secret) {
    return of(KeyAlgorithm.HS256, new OctetSequenceKey.Builder(Base64URL.encode(secret)).build());
  }

  /** Without what it says about itself: that is ours to say. */
  static KeyMaterial of(KeyAlgorithm algorithm, JWK jwk) {
    var bare =
        switch (jwk) {
          case ECKey key ->
              new ECKey.Builder(key.getCurve(), key.getX(), key.getY()).d(key.getD()).build();
          case RSAKey key ->
              new RSAKey.Builder(key.getModulus(), key.getPublicExponent())
                  .privateExponent(key.getPrivateExponent())
                  .firstPrimeFactor(key.getFirstPrimeFactor())
                  .secondPrimeFactor(key.getSecondPrimeFactor())
                  .firstFactorCRTExponent(key.getFirstFactorCRTExponent())
                  .secondFactorCRTExponent(key.getSecondFactorCRTExponent())
                  .firstCRTCoefficient(key.getFirstCRTCoefficient())
                  .build();
          case OctetSequenceKey key -> new OctetSequenceKey.Builder(key.getKeyValue()).build();
          default ->
              throw new IllegalArgumentException("There is no algorithm for " + jwk.getKeyType());
        };
    return new KeyMaterial(algorithm, bare.toJSONString());
  }

  /**
   * A token with these claims.
   *
   * @param name what it names as its key
   * @param claims as JSON
   */
  public String token(UUID name, String claims) {
    try {
      return signed(name, claims).serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The signing key " + name + " does not sign", e);
    }
  }

  /** Whether its parts belong together: else nobody would take what it signs. */
  boolean whole() {
    try {
      return signed(null, "whole").verify(verifier());
    } catch (JOSEException | IllegalArgumentException | ArithmeticException _) {
      return false; // numbers that are none of a key
    }
  }

  private JWSObject signed(@Nullable UUID name, String content) throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm.name()))
            .keyID(name == null ? null : name.toString())
            .type(JOSEObjectType.JWT)
            .build();
    var object = new JWSObject(header, new Payload(content));
    object.sign(signer());
    return object;
  }

  private JWSSigner signer() throws JOSEException {
    return switch (parsed()) {
      case ECKey key -> new ECDSASigner(key);
      case RSAKey key -> new RSASSASigner(key);
      case OctetSequenceKey key -> new MACSigner(key);
      case JWK key -> throw new IllegalStateException("No key signs with " + key.getKeyType());
    };
  }

  private JWSVerifier verifier() throws JOSEException {
    return switch (parsed()) {
      case ECKey key -> new ECDSAVerifier(key.toPublicJWK());
      case RSAKey key -> new RSASSAVerifier(key.toPublicJWK());
      case OctetSequenceKey key -> new MACVerifier(key);
      case JWK key -> throw new IllegalStateException("No key verifies with " + key.getKeyType());
    };
  }

  private JWK parsed() {
    try {
      return JWK.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("A key that was kept cannot be read", e);
    }
  }

  /** As text, where it is a secret that is one. */
  String secretText() {
    if (parsed() instanceof OctetSequenceKey key) {
      return new String(key.toByteArray(), UTF_8);
    }
    throw new IllegalStateException("A key of " + algorithm + " is no secret");
  }

  /** All of it, for who signs with it. */
  ObjectNode complete(UUID name, List<String> operations) {
    return named(jwk, name, operations);
  }

  /** What verifies with it: the public part, or the secret where there is nothing else. */
  ObjectNode verifying(UUID name) {
    return published(name).orElseGet(() -> complete(name, List.of("verify")));
  }

  /** The part that everybody may know, if there is one. */
  public Optional<ObjectNode> published(UUID name) {
    return Optional.ofNullable(parsed().toPublicJWK())
        .map(key -> named(key.toJSONString(), name, List.of("verify")).put("use", "sig"));
  }

  private ObjectNode named(String key, UUID name, List<String> operations) {
    try {
      var node = (ObjectNode) ContractJson.mapper().readTree(key);
      node.put("kid", name.toString()).put("alg", algorithm.name());
      operations.forEach(node.putArray("key_ops")::add);
      return node;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A key that was kept cannot be read", e);
    }
  }

  /** What of it nobody may read in logs. */
  Stream<String> hidden() {
    var complete = complete(new UUID(0, 0), List.of());
    return Stream.of("d", "p", "q", "dp", "dq", "qi", "k")
        .map(part -> complete.path(part).asText(""))
        .filter(text -> !text.isEmpty());
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + algorithm + "]";
  }
}
