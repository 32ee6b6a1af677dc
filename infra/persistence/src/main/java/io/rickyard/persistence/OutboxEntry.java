package io.rickyard.persistence;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.OutgoingMessage;
import java.util.List;
import java.util.Set;

/** One row of the outbox: all messages of one commit and shard. */
record OutboxEntry(long id, List<OutgoingMessage> messages) {

  /** What has an order in Kafka. */
  record Line(Topic topic, String key) {}

  OutboxEntry {
    messages = List.copyOf(messages);
  }

  Set<Line> lines() {
    return messages.stream()
        .map(message -> new Line(message.topic(), message.key()))
        .collect(toUnmodifiableSet());
  }
}
