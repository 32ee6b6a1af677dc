package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.OutgoingMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What org-service promised.
 *
 * @param taskId the task
 * @param organization whose it is
 * @param replayed whether the promise was given before, under the same idempotency key
 * @param outboxId under which the message waits to be reported sent; none once it was
 * @param project the project as it is wanted now, where one is meant
 * @param message the signed command; none once it was reported sent
 * @param position where the command stands, where that is known from before
 */
public record AcceptanceAnswer(
    TaskId taskId,
    OrganizationId organization,
    boolean replayed,
    @Nullable String outboxId,
    @Nullable ProjectView project,
    @Nullable Message message,
    @Nullable Position position) {
  /** Checks that nothing required is missing. */
  public AcceptanceAnswer {
    requireNonNull(taskId, "task_id");
    requireNonNull(organization, "organization");
  }

  /**
   * A message, ready to be published.
   *
   * @param topic the topic's name
   * @param key the message's key
   * @param headers the headers, the signature among them
   * @param value the signed bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // goes to Kafka as it came
  public record Message(String topic, String key, Map<String, String> headers, byte[] value) {
    /** Checks that nothing is missing. */
    public Message {
      requireNonNull(topic, "topic");
      requireNonNull(key, "key");
      requireNonNull(value, "value");
      headers = Map.copyOf(headers);
    }

    /** As the publisher wants it. */
    public OutgoingMessage outgoing() {
      return new OutgoingMessage(Topic.named(topic), key, value, headers);
    }
  }
}
