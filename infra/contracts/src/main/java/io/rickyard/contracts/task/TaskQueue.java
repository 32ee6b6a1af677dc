package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rickyard.contracts.topic.Topic;
import java.util.Arrays;

/** Where a task waits for its turn. */
public enum TaskQueue {
  /** Somebody is waiting: reserved capacity, served first. */
  CRITICAL("critical"),
  /** Shared fairly between organizations. */
  NORMAL("normal"),
  /** Takes what is left. */
  BATCH("batch");

  private final String wireName;

  TaskQueue(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static TaskQueue named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(TaskQueue::wireName).toList()));
  }

  /** The topic that takes this queue's commands. */
  public Topic topic() {
    return switch (this) {
      case CRITICAL -> Topic.COMMANDS_CRITICAL;
      case NORMAL -> Topic.COMMANDS_NORMAL;
      case BATCH -> Topic.COMMANDS_BATCH;
    };
  }
}
