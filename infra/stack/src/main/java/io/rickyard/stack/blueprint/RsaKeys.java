package io.rickyard.stack.blueprint;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * RSA keys as GoTrue takes them: an RSAPrivateKey of PKCS #1 (<a
 * href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC 8017, A.1.2</a>) in DER and
 * Base64. The JDK writes PKCS #8 only.
 */
final class RsaKeys {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int SHORT_LENGTH = 0x80;

  private RsaKeys() {}

  static String make(int bits, SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
      return Base64.getEncoder()
          .encodeToString(der((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA is part of every JDK", e);
    }
  }

  private static byte[] der(RSAPrivateCrtKey key) {
    var numbers = new ByteArrayOutputStream();
    Stream.of(
            BigInteger.ZERO,
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrimeP(),
            key.getPrimeQ(),
            key.getPrimeExponentP(),
            key.getPrimeExponentQ(),
            key.getCrtCoefficient())
        .map(BigInteger::toByteArray)
        .forEach(number -> write(numbers, INTEGER, number));
    var whole = new ByteArrayOutputStream();
    write(whole, SEQUENCE, numbers.toByteArray());
    return whole.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    if (content.length < SHORT_LENGTH) {
      out.write(content.length);
    } else {
      var length = BigInteger.valueOf(content.length).toByteArray();
      int skipped = length[0] == 0 ? 1 : 0;
      out.write(SHORT_LENGTH | (length.length - skipped));
      out.write(length, skipped, length.length - skipped);
    }
    out.writeBytes(content);
  }
}
