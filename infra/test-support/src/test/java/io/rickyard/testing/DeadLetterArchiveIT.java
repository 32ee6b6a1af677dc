package io.rickyard.testing;

import static io.rickyard.contracts.topic.Topic.COMMANDS_NORMAL;
import static io.rickyard.contracts.topic.Topic.EVENTS;
import static io.rickyard.contracts.topic.Topic.LOGS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.DeadLetterArchive;
import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.MessageHeader;
import io.rickyard.messaging.StoredLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Letters as they stand in the topic, also those that no consumer of ours wrote. */
@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterArchiveIT {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant ONE = Instant.parse("2026-11-20T13:00:00Z");
  private static final List<Topic> TOPICS = List.of(COMMANDS_NORMAL, EVENTS, LOGS);

  private final DeadLetterArchive archive;

  DeadLetterArchiveIT(TestBroker broker) throws Exception {
    archive = new DeadLetterArchive(broker.settings("operator"));
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      write(producer, COMMANDS_NORMAL, NOON, "key", "first", Map.of());
      write(producer, COMMANDS_NORMAL, ONE, "key", "second", Map.of());
      write(
          producer,
          EVENTS,
          NOON,
          "key",
          "third",
          Map.of(
              "own",
              "kept",
              MessageHeader.DEAD_CAUSE,
              "unreadable",
              MessageHeader.DEAD_PARTITION,
              "3",
              MessageHeader.DEAD_OFFSET,
              "17",
              MessageHeader.DEAD_ATTEMPTS,
              "4"));
      write(
          producer,
          LOGS,
          ONE,
          null,
          null,
          Map.of(
              MessageHeader.DEAD_ATTEMPTS, "many",
              MessageHeader.DEAD_OFFSET, "-1",
              MessageHeader.DEAD_PARTITION, "0",
              MessageHeader.DEAD_TIME, "yesterday"));
    }
  }

  @Test
  void lettersComeTopicByTopicTheOldestFirst() {
    // when
    var all = read(TOPICS, null, Instant.EPOCH);

    // then
    assertThat(all)
        .extracting(letter -> letter.id().text())
        .containsExactly(
            "commands.normal.dlt-0-0", "commands.normal.dlt-0-1", "events.dlt-0-0", "logs.dlt-0-0");
  }

  @Test
  void aScanGoesOnAfterALetter() {
    // when
    var rest = read(TOPICS, LetterId.parse("commands.normal.dlt-0-0"), Instant.EPOCH);
    var later = read(TOPICS, LetterId.parse("events.dlt-0-0"), Instant.EPOCH);
    var none = read(TOPICS, LetterId.parse("logs.dlt-0-0"), Instant.EPOCH);

    // then
    assertThat(rest)
        .extracting(letter -> letter.id().text())
        .containsExactly("commands.normal.dlt-0-1", "events.dlt-0-0", "logs.dlt-0-0");
    assertThat(later).extracting(letter -> letter.id().text()).containsExactly("logs.dlt-0-0");
    assertThat(none).isEmpty();
  }

  @Test
  void aScanLeavesOutWhatIsOlder() {
    // when
    var since = read(TOPICS, null, ONE);

    // then
    assertThat(since)
        .extracting(letter -> letter.id().text())
        .containsExactly("commands.normal.dlt-0-1", "logs.dlt-0-0");
  }

  @Test
  void whatWasWrittenAboutALetterIsRead() {
    // when
    var letter = archive.find(LetterId.parse("events.dlt-0-0")).orElseThrow();

    // then
    assertThat(letter.headers()).containsExactly(Map.entry("own", "kept"));
    assertThat(letter.fate())
        .isEqualTo(
            new StoredLetter.Fate(
                "unreadable", "", "unknown", 4, NOON, new Position(EVENTS, 3, 17)));
    assertThat(letter.message().orElseThrow().topic()).isEqualTo(EVENTS);
  }

  @Test
  void nonsenseAboutALetterHidesNothing() {
    // when
    var letter = archive.find(LetterId.parse("logs.dlt-0-0")).orElseThrow();

    // then
    assertThat(letter.fate())
        .isEqualTo(new StoredLetter.Fate("unknown", "", "unknown", 1, ONE, null));
    assertThat(letter.message()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(archive.find(LetterId.parse("events.dlt-0-1"))).isEmpty();
    assertThat(archive.find(LetterId.parse("events.dlt-7-0"))).isEmpty();
  }

  private List<StoredLetter> read(List<Topic> topics, @Nullable LetterId after, Instant from) {
    List<StoredLetter> letters = new ArrayList<>();
    try (var scan = archive.scan(topics, after, from)) {
      for (var next = scan.next(); !next.isEmpty(); next = scan.next()) {
        letters.addAll(next);
      }
    }
    return letters;
  }

  @SuppressWarnings("NullAway") // Kafka takes a record without key or value
  private static void write(
      KafkaProducer<String, byte[]> producer,
      Topic topic,
      Instant at,
      @Nullable String key,
      @Nullable String value,
      Map<String, String> headers)
      throws ExecutionException, InterruptedException {
    var record =
        new ProducerRecord<>(
            topic.deadLetterName(),
            0,
            at.toEpochMilli(),
            key,
            value == null ? null : value.getBytes(UTF_8));
    headers.forEach((name, content) -> record.headers().add(name, content.getBytes(UTF_8)));
    producer.send(record).get();
  }
}
