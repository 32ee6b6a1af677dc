package io.rickyard.gateway.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.rickyard.messaging.Publisher;
import io.rickyard.testing.RecordingPublisher;
import jakarta.inject.Singleton;

/** Instead of Kafka, where a test asks for it. */
@Factory
@Requires(property = "test.kafka", value = "recording")
final class RecordingKafka {

  @Singleton
  @Bean(typed = {Publisher.class, RecordingPublisher.class})
  @Replaces(bean = Publisher.class, factory = KafkaBeans.class)
  RecordingPublisher publisher() {
    return new RecordingPublisher();
  }
}
