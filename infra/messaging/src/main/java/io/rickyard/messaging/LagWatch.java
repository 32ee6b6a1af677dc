package io.rickyard.messaging;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import io.rickyard.contracts.topic.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks each second how much a consumer has still to fetch, as far as its client knows without
 * asking the brokers. What was fetched and is not yet committed does not count.
 */
final class LagWatch {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Progress progress;
  private long next = System.nanoTime();

  LagWatch(KafkaConsumer<String, byte[]> consumer, Progress progress) {
    this.consumer = consumer;
    this.progress = progress;
  }

  /** Only on the thread that owns the consumer. */
  void look() {
    if (System.nanoTime() - next < 0) {
      return;
    }
    next = System.nanoTime() + INTERVAL.toNanos();
    progress.lag(
        consumer.assignment().stream()
            .collect(groupingBy(LagWatch::topic, summingLong(this::behind))));
  }

  private long behind(TopicPartition partition) {
    return consumer.currentLag(partition).orElse(0);
  }

  private static Topic topic(TopicPartition partition) {
    return ConsumerClient.partition(partition).topic();
  }
}
