package io.rickyard.testing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * On Kafka as installations run it beside the product: a process of its own, in a container of this
 * machine's engine. Skipped without an engine, unless {@code RICKYARD_REQUIRE_ENGINE} is true.
 */
class SubscriptionOnKafkaIT extends SubscriptionContract {

  private static @Nullable KafkaInContainer kafka;

  @BeforeAll
  static void start() {
    kafka = KafkaInContainer.start();
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      kafka.stop();
    }
  }

  @Override
  SuiteBroker fresh() {
    var broker = requireNonNull(kafka);
    broker.empty();
    return broker;
  }
}
