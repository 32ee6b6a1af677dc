package io.rickyard.messaging;

import io.rickyard.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Goes through dead letters once, in one order: topic by topic, and within a partition the oldest
 * first. It ends with what was there when it began. Used by one thread.
 */
public final class LetterScan implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Deque<Stretch> ahead;

  LetterScan(KafkaConsumer<String, byte[]> consumer, Collection<Stretch> stretches) {
    this.consumer = consumer;
    this.ahead = new ArrayDeque<>(stretches);
    begin();
  }

  /**
   * Part of a dead letter topic's partition.
   *
   * @param topic whose letters
   * @param partition where
   * @param from its first offset
   * @param end the offset after its last
   */
  record Stretch(Topic topic, TopicPartition partition, long from, long end) {}

  /**
   * The next letters; none when there are no more.
   *
   * @throws RetryableFailure when the brokers cannot be asked now
   */
  public List<StoredLetter> next() {
    long givenUpAt = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!ahead.isEmpty()) {
        List<StoredLetter> letters = read(ahead.getFirst());
        if (consumer.position(ahead.getFirst().partition()) >= ahead.getFirst().end()) {
          ahead.removeFirst();
          begin();
        }
        if (!letters.isEmpty()) {
          return letters;
        }
        if (System.nanoTime() - givenUpAt > 0) {
          throw new KafkaException("Nothing came within " + PATIENCE);
        }
      }
      return List.of();
    } catch (KafkaException e) {
      throw new RetryableFailure("The dead letters cannot be read", e);
    }
  }

  @Override
  public void close() {
    close(consumer);
  }

  /** Closes without the half minute that the client takes by itself when brokers are away. */
  static void close(KafkaConsumer<String, byte[]> consumer) {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  private void begin() {
    if (!ahead.isEmpty()) {
      consumer.assign(List.of(ahead.getFirst().partition()));
      consumer.seek(ahead.getFirst().partition(), ahead.getFirst().from());
    }
  }

  private List<StoredLetter> read(Stretch stretch) {
    List<StoredLetter> letters = new ArrayList<>();
    for (var record : consumer.poll(POLL)) {
      if (record.offset() < stretch.end()) {
        letters.add(LetterHeaders.letter(stretch.topic(), record));
      }
    }
    return List.copyOf(letters);
  }
}
