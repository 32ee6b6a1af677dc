package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.rickyard.contracts.json.ContractJson;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that somebody brings along. */
class ImportedKeyTest {

  private static final UUID NAME = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  private static final Map<KeyAlgorithm, JWK> WHOLE = whole();

  private static Map<KeyAlgorithm, JWK> whole() {
    try {
      return Map.of(
          KeyAlgorithm.ES256,
          new ECKeyGenerator(Curve.P_256).keyID(NAME.toString()).generate(),
          KeyAlgorithm.RS256,
          new RSAKeyGenerator(2048).keyID(NAME.toString()).generate(),
          KeyAlgorithm.HS256,
          new OctetSequenceKeyGenerator(256).keyID(NAME.toString()).generate());
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static JWK whole(KeyAlgorithm algorithm) {
    return requireNonNull(WHOLE.get(algorithm));
  }

  private static ObjectNode json(JWK key) throws Exception {
    return (ObjectNode) ContractJson.mapper().readTree(key.toJSONString());
  }

  private static void assertRefused(KeyAlgorithm algorithm, String sent, String complaint) {
    assertThatThrownBy(() -> ImportedKey.of(algorithm, sent))
        .isInstanceOfSatisfying(
            ContentRefused.class,
            refused -> assertThat(refused.why()).isEqualTo(ContentRefused.Why.MALFORMED))
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aWholeKeyIsTakenUnderItsName(KeyAlgorithm algorithm) throws Exception {
    // given
    var sent = json(whole(algorithm)).put("alg", algorithm.name()).put("use", "sig");
    sent.put("ext", true).putArray("key_ops").add("sign").add("verify");

    // when
    var imported = ImportedKey.of(algorithm, sent.toString());

    // then
    assertThat(imported.id()).isEqualTo(NAME);
    assertThat(imported.key().whole()).isTrue();
    assertThat(imported.key().jwk()).doesNotContain("ext", "key_ops");
    assertThat(imported.toString()).doesNotContain(sent.findPath("d").asText("none at all"));
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aKeyOfAnotherKindIsRefused(KeyAlgorithm algorithm) {
    for (var other : KeyAlgorithm.values()) {
      if (other != algorithm) {
        assertRefused(algorithm, whole(other).toJSONString(), "A key of " + algorithm);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aKeyThatSaysItIsForAnotherPurposeIsRefused(KeyAlgorithm algorithm) throws Exception {
    var key = json(whole(algorithm));
    assertRefused(algorithm, key.deepCopy().put("alg", "none").toString(), "is for none");
    assertRefused(algorithm, key.deepCopy().put("use", "enc").toString(), "not sig");
    assertRefused(algorithm, key.deepCopy().put("kid", "mine").toString(), "a UUID");
  }

  @Test
  void aPublicKeyIsRefused() {
    assertRefused(
        KeyAlgorithm.ES256,
        whole(KeyAlgorithm.ES256).toPublicJWK().toJSONString(),
        "no private part");
    assertRefused(
        KeyAlgorithm.RS256,
        whole(KeyAlgorithm.RS256).toPublicJWK().toJSONString(),
        "no private part");
  }

  @Test
  void aKeyOfAnotherCurveIsRefused() throws Exception {
    assertRefused(
        KeyAlgorithm.ES256, new ECKeyGenerator(Curve.P_384).generate().toJSONString(), "P-256");
  }

  @Test
  void partsOfTwoKeysAreNoKey() throws Exception {
    // given
    var one = (ECKey) whole(KeyAlgorithm.ES256);
    var other = new ECKeyGenerator(Curve.P_256).generate();
    var mixed = new ECKey.Builder(Curve.P_256, one.getX(), one.getY()).d(other.getD()).build();

    // then
    assertRefused(KeyAlgorithm.ES256, mixed.toJSONString(), "do not belong together");
  }

  @Test
  void numbersThatAreNoneOfAKeyAreRefused() throws Exception {
    for (var part : List.of("p", "q", "dp", "dq", "qi")) {
      var key = json(whole(KeyAlgorithm.RS256));
      assertRefused(KeyAlgorithm.RS256, key.deepCopy().put(part, "").toString(), "private_jwk");
      assertRefused(KeyAlgorithm.RS256, key.deepCopy().put(part, "AQ").toString(), "private_jwk");
    }
    var point = json(whole(KeyAlgorithm.ES256));
    assertRefused(KeyAlgorithm.ES256, point.deepCopy().put("x", "AQAB").toString(), "private_jwk");
    assertRefused(KeyAlgorithm.ES256, point.deepCopy().put("d", "AA").toString(), "private_jwk");
  }

  @Test
  void whatIsTooSmallIsRefused() throws Exception {
    var small = new RSAKeyGenerator(1024, true).generate();
    assertRefused(KeyAlgorithm.RS256, small.toJSONString(), "2048 to 4096 bits");
    var exponent = json(whole(KeyAlgorithm.RS256)).put("e", "AQ");
    assertRefused(KeyAlgorithm.RS256, exponent.toString(), "AQAB");
    assertRefused(KeyAlgorithm.HS256, "{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}", "32 to 512 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"hush", "{}", "[]", "{\"kty\":\"hush\"}", "{\"kty\":\"EC\",\"crv\":\"hush\"}"})
  void whatIsNoKeyIsRefusedAndNotRepeated(String sent) {
    assertThatThrownBy(() -> ImportedKey.of(KeyAlgorithm.ES256, sent))
        .isInstanceOf(ContentRefused.class)
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aGeneratedKeyIsOneThatMayBeBroughtAlong(KeyAlgorithm algorithm) throws Exception {
    // given
    var made = KeyMaterial.generate(algorithm, new SecureRandom());

    // then
    assertThat(ImportedKey.of(algorithm, made.jwk())).isEqualTo(new ImportedKey(made, null));
  }
}
