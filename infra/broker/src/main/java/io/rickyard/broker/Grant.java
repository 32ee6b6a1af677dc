package io.rickyard.broker;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A right of one service on everything whose name starts with a prefix. Whoever holds no grant may
 * do nothing.
 *
 * @param right what may be done
 * @param prefix what the names start with
 */
public record Grant(Right right, String prefix) {

  /** What a service can be allowed to do. */
  public enum Right {
    /** Read the topics' messages. */
    READ(ResourceType.TOPIC, AclOperation.READ),
    /** Write messages to the topics. */
    WRITE(ResourceType.TOPIC, AclOperation.WRITE),
    /** Be a member of the consumer groups and commit their offsets. */
    GROUP(ResourceType.GROUP, AclOperation.READ),
    /** Use the transactional ids. */
    TRANSACT(ResourceType.TRANSACTIONAL_ID, AclOperation.WRITE);

    private final ResourceType resource;
    private final AclOperation operation;

    Right(ResourceType resource, AclOperation operation) {
      this.resource = resource;
      this.operation = operation;
    }

    ResourceType resource() {
      return resource;
    }

    AclOperation operation() {
      return operation;
    }
  }

  /** Checks that the prefix says something: an empty one would grant everything. */
  public Grant {
    requireNonNull(right, "right");
    if (prefix.isBlank()) {
      throw new IllegalArgumentException("A grant names a prefix");
    }
  }

  /** The right to read topics. */
  public static Grant read(String topicPrefix) {
    return new Grant(Right.READ, topicPrefix);
  }

  /** The right to write to topics. */
  public static Grant write(String topicPrefix) {
    return new Grant(Right.WRITE, topicPrefix);
  }

  /** The right to be in consumer groups. */
  public static Grant group(String groupPrefix) {
    return new Grant(Right.GROUP, groupPrefix);
  }

  /** The right to use transactional ids. */
  public static Grant transact(String idPrefix) {
    return new Grant(Right.TRANSACT, idPrefix);
  }
}
