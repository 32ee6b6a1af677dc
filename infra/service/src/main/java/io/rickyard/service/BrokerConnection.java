package io.rickyard.service;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.rickyard.messaging.KafkaSettings;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How a service reaches Kafka, from {@code rickyard.kafka.*}. */
@Factory
final class BrokerConnection {

  @Singleton
  @Requires(property = "rickyard.kafka.bootstrap-servers")
  KafkaSettings kafkaSettings(
      @Property(name = "rickyard.kafka.bootstrap-servers") String bootstrapServers,
      @Nullable @Property(name = "rickyard.kafka.username") String username,
      @Nullable @Property(name = "rickyard.kafka.password") String password,
      @Property(name = "micronaut.application.name") String clientId) {
    return new KafkaSettings(bootstrapServers, username, password, clientId);
  }
}
