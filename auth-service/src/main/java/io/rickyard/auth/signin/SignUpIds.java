package io.rickyard.auth.signin;

import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of those who make accounts themselves: computed from the address under a key. The answer
 * to a sign-up names the id, and with a random one whoever asks twice would learn from two
 * different ids that there is an account already.
 */
public final class SignUpIds {

  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final SecretKeySpec key;

  /** Ids under this key. */
  public SignUpIds(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** The id that belongs to an address. */
  public UserId of(EmailAddress address) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var bytes = ByteBuffer.wrap(mac.doFinal(address.value().getBytes(StandardCharsets.UTF_8)));
      long high = (bytes.getLong() & ~0xF000L) | VERSION_8;
      long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
      return new UserId(new UUID(high, low));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }
}
