package io.rickyard.contracts.topic;

import io.rickyard.contracts.task.TypeAnnouncement;
import java.time.Duration;
import java.util.Arrays;

/**
 * Every topic there is. Partition counts never change once a topic exists: the key's partition is
 * the order of a project's life.
 */
public enum Topic {
  /** Commands somebody waits for. */
  COMMANDS_CRITICAL("rickyard.commands.critical", 2, Duration.ofDays(14), true),
  /** Commands that share by fairness. */
  COMMANDS_NORMAL("rickyard.commands.normal", 2, Duration.ofDays(14), true),
  /** Commands for spare capacity. */
  COMMANDS_BATCH("rickyard.commands.batch", 2, Duration.ofDays(14), true),
  /**
   * Everything that happened to tasks and stacks; one topic, so that a project's events keep one
   * order.
   */
  EVENTS("rickyard.events", 4, Duration.ofDays(14), true),
  /** What tasks write while they run. */
  LOGS("rickyard.logs", 2, Duration.ofDays(3), false),
  /** Organizations, memberships, projects. */
  ORGANIZATION_EVENTS("rickyard.organization.events", 1, Duration.ofDays(36500), true),
  /** Revoked tokens and sessions. */
  IDENTITY_EVENTS("rickyard.identity.events", 1, Duration.ofDays(2), true),
  /** Who did what. */
  AUDIT("rickyard.audit", 1, Duration.ofDays(30), true),
  /** Which types of task extensions add. */
  TASK_TYPES("rickyard.task.types", 1, TypeAnnouncement.HOLDS, true);

  private final String topicName;
  private final int partitions;
  private final Duration retention;
  private final boolean durable;

  Topic(String topicName, int partitions, Duration retention, boolean durable) {
    this.topicName = topicName;
    this.partitions = partitions;
    this.retention = retention;
    this.durable = durable;
  }

  /** Its name in Kafka. */
  public String topicName() {
    return topicName;
  }

  /** Where its unprocessable messages go. */
  public String deadLetterName() {
    return topicName + ".dlt";
  }

  /** How many partitions it is created with. */
  public int partitions() {
    return partitions;
  }

  /** How long a message is kept. */
  public Duration retention() {
    return retention;
  }

  /** Whether a message must be on disk before it is acknowledged, also on a single broker. */
  public boolean durable() {
    return durable;
  }

  /** The topic of that name; throws {@link IllegalArgumentException} for an unknown one. */
  public static Topic named(String name) {
    return Arrays.stream(values())
        .filter(topic -> topic.topicName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No topic is named " + name));
  }
}
