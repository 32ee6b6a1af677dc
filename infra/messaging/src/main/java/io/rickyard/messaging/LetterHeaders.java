package io.rickyard.messaging;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads what {@link DeadLetters} wrote. What somebody put into the topic by other means lacks some
 * of it, or says nonsense: it is shown as far as it goes and hides no other letter.
 */
final class LetterHeaders {

  private static final String DEAD_PREFIX = "rickyard-dlt-";
  private static final String UNKNOWN = "unknown";

  private LetterHeaders() {}

  static StoredLetter letter(Topic topic, ConsumerRecord<String, byte[]> record) {
    Map<String, String> all = ConsumerClient.headers(record);
    Map<String, String> original = new HashMap<>(all);
    original.keySet().removeIf(name -> name.startsWith(DEAD_PREFIX));
    var writtenAt = Instant.ofEpochMilli(record.timestamp());
    return new StoredLetter(
        new LetterId(topic, record.partition(), record.offset()),
        writtenAt,
        record.key(),
        record.value(),
        original,
        new StoredLetter.Fate(
            all.getOrDefault(MessageHeader.DEAD_CAUSE, UNKNOWN),
            all.getOrDefault(MessageHeader.DEAD_DETAIL, ""),
            all.getOrDefault(MessageHeader.DEAD_CONSUMER, UNKNOWN),
            read(all, MessageHeader.DEAD_ATTEMPTS, Integer::parseInt).orElse(1),
            read(all, MessageHeader.DEAD_TIME, Instant::parse).orElse(writtenAt),
            origin(topic, all).orElse(null)));
  }

  private static Optional<Position> origin(Topic topic, Map<String, String> headers) {
    Optional<Integer> partition = read(headers, MessageHeader.DEAD_PARTITION, Integer::parseInt);
    Optional<Long> offset = read(headers, MessageHeader.DEAD_OFFSET, Long::parseLong);
    return partition.flatMap(number ->
        offset
            .filter(place -> number >= 0 && place >= 0)
            .map(place -> new Position(topic, number, place)));
  }

  private static <T> Optional<T> read(
      Map<String, String> headers, String name, Function<String, T> parse) {
    try {
      return Optional.ofNullable(headers.get(name)).map(parse);
    } catch (NumberFormatException | DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
