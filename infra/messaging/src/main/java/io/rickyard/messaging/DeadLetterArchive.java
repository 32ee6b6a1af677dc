package io.rickyard.messaging;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What was given up, to look at and, once the cause is mended, to publish again. A letter stays
 * where it is; replaying it twice publishes its message twice, which every consumer bears.
 */
public final class DeadLetterArchive {

  private static final String DEAD_PREFIX = "rickyard-dlt-";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int BATCH = 500;

  private final KafkaSettings settings;

  /** Reads with these rights. */
  public DeadLetterArchive(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * The letters of a topic, the oldest of each partition first.
   *
   * @param topic the topic that they came from
   * @param most how many at most
   * @throws RetryableFailure when the brokers cannot be asked now
   */
  public List<StoredLetter> letters(Topic topic, int most) {
    try (var consumer = new Closing(open())) {
      return read(consumer.consumer(), topic, most);
    } catch (KafkaException e) {
      throw new RetryableFailure("The dead letters of " + topic.topicName() + " cannot be read", e);
    }
  }

  /** Publishes a letter's message again, as it first was. */
  public CompletableFuture<Position> replay(StoredLetter letter, Publisher publisher) {
    return publisher.publish(letter.message());
  }

  private KafkaConsumer<String, byte[]> open() {
    return ConsumerClient.open(ConsumerClient.config(settings, "dead-letters", BATCH));
  }

  private static List<StoredLetter> read(
      KafkaConsumer<String, byte[]> consumer, Topic topic, int most) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.deadLetterName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<StoredLetter> letters = new ArrayList<>();
    while (letters.size() < most && !hasReached(consumer, ends)) {
      for (var message : consumer.poll(POLL)) {
        if (letters.size() < most && message.key() != null && message.value() != null) {
          letters.add(letter(topic, message));
        }
      }
    }
    return List.copyOf(letters);
  }

  private static boolean hasReached(
      KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static StoredLetter letter(Topic topic, ConsumerRecord<String, byte[]> message) {
    Map<String, String> all = ConsumerClient.headers(message);
    Map<String, String> original = new HashMap<>(all);
    original.keySet().removeIf(name -> name.startsWith(DEAD_PREFIX));
    return new StoredLetter(
        message.partition(),
        message.offset(),
        new OutgoingMessage(topic, message.key(), message.value(), original),
        all.getOrDefault(MessageHeader.DEAD_CAUSE, "unknown"),
        all.getOrDefault(MessageHeader.DEAD_DETAIL, ""),
        all.getOrDefault(MessageHeader.DEAD_CONSUMER, "unknown"),
        Integer.parseInt(all.getOrDefault(MessageHeader.DEAD_ATTEMPTS, "1")),
        Instant.parse(
            all.getOrDefault(
                MessageHeader.DEAD_TIME, Instant.ofEpochMilli(message.timestamp()).toString())));
  }

  /** Closes without the half minute that the client takes by itself when brokers are away. */
  private record Closing(KafkaConsumer<String, byte[]> consumer) implements AutoCloseable {
    @Override
    public void close() {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
