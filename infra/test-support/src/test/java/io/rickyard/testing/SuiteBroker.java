package io.rickyard.testing;

import io.rickyard.messaging.KafkaSettings;

/** A broker as the suite needs it. */
interface SuiteBroker extends AutoCloseable {

  String bootstrapServers();

  /** How a client of that name connects. */
  default KafkaSettings settings(String clientId) {
    return KafkaSettings.open(bootstrapServers(), clientId);
  }

  /** Nobody gets an answer, until {@link #back}. */
  void away();

  void back();

  @Override
  void close();
}
