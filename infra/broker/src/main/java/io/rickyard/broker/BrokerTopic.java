package io.rickyard.broker;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A topic that is there once the broker has started.
 *
 * @param name its name
 * @param partitions how many it is created with; those of a topic that exists never change
 * @param config Kafka's topic settings that differ from the defaults, brought up to date at each
 *     start
 */
public record BrokerTopic(String name, int partitions, Map<String, String> config) {

  /** Checks the number of partitions. */
  public BrokerTopic {
    requireNonNull(name, "name");
    config = Map.copyOf(config);
    if (partitions < 1) {
      throw new IllegalArgumentException(name + " needs at least one partition");
    }
  }
}
