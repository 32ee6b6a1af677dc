package io.rickyard.messaging;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells Kafka now and then how far a consumer has got, for its tools; nothing is read from it. */
final class LagHints {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final KafkaConsumer<String, byte[]> consumer;
  private long next = System.nanoTime();

  LagHints(KafkaConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Only between polls, when every assigned partition stands where it should. */
  void tell() {
    if (System.nanoTime() - next < 0) {
      return;
    }
    next = System.nanoTime() + INTERVAL.toNanos();
    Map<TopicPartition, OffsetAndMetadata> reached =
        consumer.assignment().stream()
            .collect(
                toMap(
                    partition -> partition,
                    partition -> new OffsetAndMetadata(consumer.position(partition))));
    if (!reached.isEmpty()) {
      consumer.commitAsync(reached, null);
    }
  }
}
