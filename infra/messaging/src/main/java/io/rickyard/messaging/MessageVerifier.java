package io.rickyard.messaging;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/** Tells whether a message was signed with one of the keys that may sign. */
public final class MessageVerifier {

  private final Map<String, SecretKeySpec> keys;

  /** Accepts these keys: key id to secret. */
  public MessageVerifier(Map<String, byte[]> secrets) {
    Map<String, SecretKeySpec> byId = new HashMap<>();
    secrets.forEach((keyId, secret) -> byId.put(keyId, Signature.key(keyId, secret)));
    this.keys = Map.copyOf(byId);
  }

  /** Whether the signature is there, of a known key, and fits topic, key and body. */
  public boolean isGenuine(IncomingMessage message) {
    String header = message.headers().get(MessageHeader.SIGNATURE);
    String key = message.key();
    byte[] value = message.value();
    if (header == null || key == null || value == null) {
      return false;
    }
    int colon = header.indexOf(':');
    SecretKeySpec secret = colon < 0 ? null : keys.get(header.substring(0, colon));
    if (secret == null) {
      return false;
    }
    byte[] expected = Signature.of(secret, message.position().topic(), key, value);
    try {
      return MessageDigest.isEqual(
          expected, Base64.getDecoder().decode(header.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      return false; // not base64
    }
  }
}
