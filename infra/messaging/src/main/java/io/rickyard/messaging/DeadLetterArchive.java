package io.rickyard.messaging;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.LetterScan.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was given up, to look at and, once the cause is mended, to publish again. A letter stays
 * where it is until its topic's retention takes it; whether something was done about it is
 * remembered elsewhere.
 */
public final class DeadLetterArchive {

  private static final int BATCH = 500;

  private final KafkaSettings settings;

  /** Reads with these rights. */
  public DeadLetterArchive(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Goes through the letters of topics, topic by topic as they are named here.
   *
   * @param topics the topics that they came from, each once
   * @param after the letter after which to begin, of one of these topics; those of topics before
   *     are left out
   * @param from leaves out what the brokers were given before
   * @throws RetryableFailure when the brokers cannot be asked now
   */
  public LetterScan scan(List<Topic> topics, @Nullable LetterId after, Instant from) {
    return open(consumer -> stretches(consumer, topics, after, from));
  }

  /**
   * The letter with that id, if it is there.
   *
   * @throws RetryableFailure when the brokers cannot be asked now
   */
  public Optional<StoredLetter> find(LetterId id) {
    try (var scan = open(consumer -> only(consumer, id))) {
      return scan.next().stream().findFirst();
    }
  }

  private interface Choice {
    List<Stretch> of(KafkaConsumer<String, byte[]> consumer);
  }

  private LetterScan open(Choice choice) {
    var consumer = ConsumerClient.open(ConsumerClient.config(settings, "dead-letters", BATCH));
    try {
      return new LetterScan(consumer, choice.of(consumer));
    } catch (KafkaException e) {
      LetterScan.close(consumer);
      throw new RetryableFailure("The dead letters cannot be read", e);
    }
  }

  private static List<Stretch> stretches(
      KafkaConsumer<String, byte[]> consumer,
      List<Topic> topics,
      @Nullable LetterId after,
      Instant from) {
    Map<TopicPartition, Topic> partitions = new LinkedHashMap<>();
    int first = after == null ? 0 : Math.max(0, topics.indexOf(after.topic()));
    for (Topic topic : topics.subList(first, topics.size())) {
      partitions(consumer, topic).forEach(partition -> partitions.put(partition, topic));
    }
    var oldest = consumer.beginningOffsets(partitions.keySet());
    var ends = consumer.endOffsets(partitions.keySet());
    var since = since(consumer, partitions.keySet().stream().toList(), from);
    List<Stretch> stretches = new ArrayList<>();
    partitions.forEach((partition, topic) -> {
      long end = ends.getOrDefault(partition, 0L);
      long begin =
          Math.max(
              oldest.getOrDefault(partition, 0L),
              Math.max(since.getOrDefault(partition, end), behind(partition, topic, after)));
      if (begin < end) {
        stretches.add(new Stretch(topic, partition, begin, end));
      }
    });
    return stretches;
  }

  private static List<Stretch> only(KafkaConsumer<String, byte[]> consumer, LetterId id) {
    var partition = new TopicPartition(id.topic().deadLetterName(), id.partition());
    if (!partitions(consumer, id.topic()).contains(partition)) {
      return List.of();
    }
    var place = List.of(partition);
    boolean there =
        id.offset() >= consumer.beginningOffsets(place).getOrDefault(partition, 0L)
            && id.offset() < consumer.endOffsets(place).getOrDefault(partition, 0L);
    return there
        ? List.of(new Stretch(id.topic(), partition, id.offset(), id.offset() + 1))
        : List.of();
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, Topic topic) {
    return consumer.partitionsFor(topic.deadLetterName()).stream()
        .sorted(Comparator.comparingInt(PartitionInfo::partition))
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Where each partition has its first letter since then; those without one are missing. */
  private static Map<TopicPartition, Long> since(
      KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant from) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, Math.max(0, from.toEpochMilli())));
    Map<TopicPartition, Long> since = new HashMap<>();
    consumer
        .offsetsForTimes(wanted)
        .forEach((partition, found) -> {
          if (found != null) {
            since.put(partition, found.offset());
          }
        });
    return since;
  }

  private static long behind(TopicPartition partition, Topic topic, @Nullable LetterId after) {
    if (after == null || after.topic() != topic || partition.partition() > after.partition()) {
      return 0;
    }
    return partition.partition() == after.partition() ? after.offset() + 1 : Long.MAX_VALUE;
  }
}
