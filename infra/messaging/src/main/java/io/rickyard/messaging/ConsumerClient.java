package io.rickyard.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Kafka's consumer as we use it, and its types in ours. */
final class ConsumerClient {

  private ConsumerClient() {}

  /** What every consumer has: low latency, small buffers, offsets from us alone. */
  static Map<String, Object> config(KafkaSettings settings, String purpose, int maximumBatch) {
    Map<String, Object> config = settings.clientConfig(purpose);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "none");
    config.put("allow.auto.create.topics", false);
    config.put("isolation.level", "read_committed");
    config.put("fetch.min.bytes", 1);
    config.put("fetch.max.wait.ms", 500);
    config.put("fetch.max.bytes", 8 * 1024 * 1024);
    config.put("max.poll.records", maximumBatch);
    config.put("default.api.timeout.ms", 10_000);
    config.put("request.timeout.ms", 10_000);
    config.put("retry.backoff.ms", 20);
    return config;
  }

  static KafkaConsumer<String, byte[]> open(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  static IncomingMessage incoming(ConsumerRecord<String, byte[]> record) {
    return new IncomingMessage(
        new Position(Topic.named(record.topic()), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        record.value(),
        headers(record));
  }

  static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), UTF_8));
      }
    }
    return headers;
  }

  static Partition partition(TopicPartition partition) {
    return new Partition(Topic.named(partition.topic()), partition.partition());
  }

  static TopicPartition partition(Partition partition) {
    return new TopicPartition(partition.topic().topicName(), partition.number());
  }
}
