package io.rickyard.messaging;

import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages for the service that accepted them. The header {@link MessageHeader#SIGNATURE}
 * holds the key's id, a colon and the signature in base64.
 */
public final class MessageSigner {

  private final String keyId;
  private final SecretKeySpec secret;

  /**
   * Signs with a key.
   *
   * @param keyId names the key, and so the service
   * @param secret at least 32 bytes
   */
  public MessageSigner(String keyId, byte[] secret) {
    this.keyId = keyId;
    this.secret = Signature.key(keyId, secret);
  }

  /** The same message, signed. */
  public OutgoingMessage sign(OutgoingMessage message) {
    byte[] signature = Signature.of(secret, message.topic(), message.key(), message.value());
    return message.withHeader(
        MessageHeader.SIGNATURE, keyId + ":" + Base64.getEncoder().encodeToString(signature));
  }
}
