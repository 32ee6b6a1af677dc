package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** The id of a task, a UUIDv7. */
public record TaskId(@JsonValue UUID value) {

  /** Takes any UUID; new ones are version 7 and so sort by time. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TaskId {
    requireNonNull(value, "value");
  }

  /** A new id, later in order than those this process made before it. */
  public static TaskId next() {
    return new TaskId(UuidCreator.getTimeOrderedEpochPlus1());
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static TaskId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("An id has the 36 characters of a UUID");
    }
    return new TaskId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
