package io.rickyard.auth.onetime;

import io.rickyard.auth.user.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of six digits. A million is nothing to search through, so what is stored is an HMAC under a
 * key outside the database, bound to the address and the purpose.
 */
public final class OneTimeCodes {

  private static final int BOUND = 1_000_000;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /** Codes under this key. */
  public OneTimeCodes(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.random = random;
  }

  /** A new one. */
  public String next() {
    return String.format(Locale.ROOT, "%06d", random.nextInt(BOUND));
  }

  /** What is stored of one. */
  public byte[] hash(EmailAddress address, OneTimePurpose purpose, String code) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String all = purpose + "\n" + address.value() + "\n" + code.strip();
      return mac.doFinal(all.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }

  /** Whether a code is the stored one. */
  public boolean fits(EmailAddress address, OneTimePurpose purpose, String code, byte[] stored) {
    return MessageDigest.isEqual(hash(address, purpose, code), stored);
  }
}
