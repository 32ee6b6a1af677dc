package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RsaKeysTest {

  /**
   * What PKCS #8 puts before a key of PKCS #1 whose length takes two bytes: version, the algorithm
   * rsaEncryption, and the header of an octet string.
   */
  private static final String VERSION_AND_ALGORITHM = "020100300d06092a864886f70d01010105000482";

  private static RSAPrivateCrtKey read(String key) throws Exception {
    var inner = Base64.getDecoder().decode(key);
    var body = new ByteArrayOutputStream();
    body.writeBytes(HexFormat.of().parseHex(VERSION_AND_ALGORITHM));
    body.write(inner.length >> 8);
    body.write(inner.length);
    body.writeBytes(inner);
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(new byte[] {0x30, (byte) 0x82});
    whole.write(body.size() >> 8);
    whole.write(body.size());
    whole.writeBytes(body.toByteArray());
    return (RSAPrivateCrtKey)
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(whole.toByteArray()));
  }

  @Test
  void aKeyIsWhatTheJdkReads() throws Exception {
    // when
    var key = read(DeclaredSecrets.shipped().make("saml_private_key", new SecureRandom()));

    // then
    assertThat(key.getModulus().bitLength()).isEqualTo(2048);
    assertThat(key.getPublicExponent()).isEqualTo(BigInteger.valueOf(65_537));
    assertThat(key.getPrimeP().multiply(key.getPrimeQ())).isEqualTo(key.getModulus());
  }

  @Test
  void onlyWhatProjectsDoNotHaveFromTheirBeginningIsMadeLater() {
    assertThat(DeclaredSecrets.shipped().names()).doesNotContain("saml_private_key");
    assertThatThrownBy(() -> DeclaredSecrets.shipped().make("jwt_secret", new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
