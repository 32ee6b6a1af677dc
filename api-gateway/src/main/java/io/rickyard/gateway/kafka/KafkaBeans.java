package io.rickyard.gateway.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.Publisher;
import io.rickyard.service.InvalidSetting;
import java.util.Base64;

/** What the gateway publishes with. */
@Factory
final class KafkaBeans {

  private static final String KEY_ID = "rickyard.signing.key-id";
  private static final String SECRET = "rickyard.signing.secret";

  @Context
  @Bean(preDestroy = "close")
  Publisher publisher(KafkaSettings kafka) {
    return KafkaPublisher.open(kafka);
  }

  @Context
  MessageSigner signer(
      @Value("${" + KEY_ID + ":gateway}") String keyId,
      @Value("${" + SECRET + ":}") String secret) {
    if (secret.isBlank()) {
      throw new InvalidSetting(SECRET, "is missing");
    }
    try {
      return new MessageSigner(keyId, Base64.getDecoder().decode(secret));
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(SECRET, "is no base64 of at least 32 bytes", e);
    }
  }
}
