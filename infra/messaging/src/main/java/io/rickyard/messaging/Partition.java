package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.topic.Topic;

/**
 * One partition of a topic.
 *
 * @param topic the topic
 * @param number the partition, from 0
 */
public record Partition(Topic topic, int number) {
  /** Checks the range. */
  public Partition {
    requireNonNull(topic, "topic");
    if (number < 0) {
      throw new IllegalArgumentException("A partition counts from 0");
    }
  }
}
