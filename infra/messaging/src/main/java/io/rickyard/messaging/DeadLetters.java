package io.rickyard.messaging;

import io.rickyard.contracts.Position;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts what was given up into its topic's dead letter topic, with why and from where. */
final class DeadLetters {

  private static final int LONGEST_DETAIL = 300;

  private final KafkaPublisher publisher;
  private final String consumer;
  private final Clock clock;

  DeadLetters(KafkaPublisher publisher, String consumer, Clock clock) {
    this.publisher = publisher;
    this.consumer = consumer;
    this.clock = clock;
  }

  /**
   * Returns when the brokers have the letter.
   *
   * @throws RetryableFailure when they do not take it now
   */
  void put(DeadLetter letter) {
    IncomingMessage message = letter.message();
    Position origin = message.position();
    Map<String, String> headers = new HashMap<>(message.headers());
    headers.put(MessageHeader.DEAD_CAUSE, letter.cause().wireName());
    headers.put(MessageHeader.DEAD_DETAIL, letter.detail());
    headers.put(MessageHeader.DEAD_CONSUMER, consumer);
    headers.put(MessageHeader.DEAD_TOPIC, origin.topic().topicName());
    headers.put(MessageHeader.DEAD_PARTITION, Integer.toString(origin.partition()));
    headers.put(MessageHeader.DEAD_OFFSET, Long.toString(origin.offset()));
    headers.put(MessageHeader.DEAD_ATTEMPTS, Integer.toString(letter.attempts()));
    headers.put(MessageHeader.DEAD_TIME, clock.instant().toString());
    try {
      publisher.send(record(origin.topic().deadLetterName(), message, headers)).join();
    } catch (CompletionException e) {
      // Also a definite refusal: to pass a message over without its letter would lose it.
      throw new RetryableFailure(
          "The dead letter of " + origin.text() + " was not taken: " + e.getCause(), e);
    }
  }

  @SuppressWarnings("NullAway") // Kafka takes a record without key or value
  private static ProducerRecord<String, byte[]> record(
      String topic, IncomingMessage message, Map<String, String> headers) {
    return KafkaPublisher.record(topic, message.key(), message.value(), headers);
  }

  /** What can be told about a failure without telling what was in the message. */
  static String describe(Throwable failure) {
    String text =
        failure instanceof SQLException sql
            ? "SQLException, state " + sql.getSQLState()
            : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
  }
}
