package io.rickyard.auth.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Publisher;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** What the service publishes with, and the transactions it publishes from. */
@Factory
final class Messaging {

  @Singleton
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Publisher publisher(KafkaSettings settings) {
    return KafkaPublisher.open(settings);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Outbox outbox(Transactions transactions, Publisher publisher) {
    return Outbox.start(transactions, publisher, OutboxSettings.of("auth"));
  }
}
