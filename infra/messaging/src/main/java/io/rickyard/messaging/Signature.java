package io.rickyard.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.topic.Topic;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over topic, key and body, each after its length, so that none can flow over. */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_SECRET_BYTES = 32;

  private Signature() {}

  static SecretKeySpec key(String keyId, byte[] secret) {
    if (!keyId.matches("[a-z][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("rickyard.signing: '" + keyId + "' is no key id");
    }
    if (secret.length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "rickyard.signing: the secret of '%s' must have at least %d bytes"
              .formatted(keyId, LEAST_SECRET_BYTES));
    }
    return new SecretKeySpec(secret, ALGORITHM);
  }

  static byte[] of(SecretKeySpec secret, Topic topic, String key, byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      update(mac, topic.topicName().getBytes(UTF_8));
      update(mac, key.getBytes(UTF_8));
      update(mac, value);
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }

  private static void update(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
    mac.update(part);
  }
}
