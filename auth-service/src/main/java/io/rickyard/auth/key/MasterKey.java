package io.rickyard.auth.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one secret outside the database; each use gets a key of its own derived from it. */
public final class MasterKey {

  private final SecretKeySpec key;

  /** From these 32 random bytes. */
  public MasterKey(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("The master key has 32 bytes");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** 32 bytes for one purpose. */
  public byte[] derive(String purpose) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(("rickyard.auth." + purpose).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }
}
