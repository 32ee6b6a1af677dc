package io.rickyard.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Kafka's own producer and consumer, as short as a test wants them. */
record Clients(String bootstrapServers, @Nullable String username, @Nullable String password) {

  static Clients anonymous(EmbeddedBroker broker) {
    return new Clients(broker.bootstrapServers(), null, null);
  }

  static Clients of(EmbeddedBroker broker, Account account) {
    return new Clients(broker.bootstrapServers(), account.username(), account.password());
  }

  /** The offset at which the value now stands. */
  long send(String topic, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(config(), new StringSerializer(), new StringSerializer())) {
      return producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS).offset();
    }
  }

  /** What stands in partition 0 from the beginning, at least one value. */
  List<String> read(String topic) {
    try (var consumer =
        new KafkaConsumer<>(config(), new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(20)).records(partition).stream()
          .map(record -> record.value())
          .toList();
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("max.block.ms", 5_000);
    config.put("delivery.timeout.ms", 10_000);
    config.put("request.timeout.ms", 5_000);
    config.put("default.api.timeout.ms", 5_000);
    config.put("linger.ms", 0);
    if (username != null) {
      config.put("security.protocol", "SASL_PLAINTEXT");
      config.put("sasl.mechanism", "PLAIN");
      config.put(
          "sasl.jaas.config",
          "%s required username=\"%s\" password=\"%s\";"
              .formatted(PlainLoginModule.class.getName(), username, password));
    }
    return config;
  }
}
