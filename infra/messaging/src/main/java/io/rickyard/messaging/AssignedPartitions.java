package io.rickyard.messaging;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a subscription has at the moment, and from where it reads them. Kafka calls
 * it within poll, on the thread that owns the consumer.
 */
final class AssignedPartitions implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(AssignedPartitions.class);

  private final String name;
  private final KafkaConsumer<String, byte[]> consumer;
  private final BatchProcessor processor;
  private final Set<TopicPartition> unpositioned = new HashSet<>();

  AssignedPartitions(
      String name, KafkaConsumer<String, byte[]> consumer, BatchProcessor processor) {
    this.name = name;
    this.consumer = consumer;
    this.processor = processor;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // A position of some kind must be there before polling goes on, or it fails. When the store is
    // away the real one is loaded later, so that the group is not disturbed.
    consumer.pause(partitions);
    partitions.forEach(partition -> consumer.seek(partition, 0));
    unpositioned.addAll(partitions);
    try {
      position();
      consumer.resume(partitions);
    } catch (RetryableFailure e) {
      LOG.warn(
          "event=offsets_away consumer={} follows=\"loads them later\" reason=\"{}\"",
          name,
          e.getMessage());
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    processor.forget(ours(partitions));
    partitions.forEach(unpositioned::remove);
  }

  /** Whether all of them stand where they should. */
  boolean areReady() {
    return unpositioned.isEmpty();
  }

  /** Loads and takes the positions of partitions that are new or have to be read again. */
  void position() {
    if (unpositioned.isEmpty()) {
      return;
    }
    Map<Partition, TopicPartition> wanted =
        unpositioned.stream().collect(toMap(ConsumerClient::partition, partition -> partition));
    Map<Partition, OptionalLong> positions = processor.position(wanted.keySet());
    wanted.forEach((partition, kafka) -> {
      OptionalLong next = positions.getOrDefault(partition, OptionalLong.empty());
      if (next.isPresent()) {
        consumer.seek(kafka, next.getAsLong());
      } else {
        consumer.seekToBeginning(List.of(kafka));
      }
    });
    unpositioned.clear();
  }

  /** Forgets what is pending; all partitions are read again from where the store says. */
  void reposition() {
    Set<TopicPartition> assignment = consumer.assignment();
    processor.forget(ours(assignment));
    unpositioned.addAll(assignment);
    consumer.pause(assignment);
  }

  /** Nothing may be skipped, so what lies outside the log is read from the log's beginning. */
  void startOver(OffsetOutOfRangeException e) {
    LOG.error(
        "event=offset_out_of_range consumer={} partitions={} follows=\"reads from the oldest message\" repair=\"messages may be lost: compare retention and outage, or restore Kafka and PostgreSQL together\"",
        name,
        e.offsetOutOfRangePartitions());
    consumer.seekToBeginning(e.partitions());
  }

  private static Set<Partition> ours(Collection<TopicPartition> partitions) {
    return partitions.stream().map(ConsumerClient::partition).collect(toSet());
  }
}
