package io.rickyard.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks into partition 0 of a topic with Kafka's own consumer. */
record RawTopic(String bootstrapServers) {

  @SuppressWarnings("ArrayRecordComponent") // only looked at
  record Raw(String key, byte[] value, Map<String, String> headers) {}

  /** At least so many records from the beginning; fails when they do not come. */
  List<Raw> read(String topic, int least) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      List<Raw> found = new ArrayList<>();
      Eventually.until(() -> {
        for (var one : consumer.poll(Duration.ofMillis(50))) {
          Map<String, String> headers = new HashMap<>();
          one.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
          found.add(new Raw(one.key(), one.value(), headers));
        }
        return found.size() >= least;
      });
      return found;
    }
  }
}
