package io.rickyard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** The id of a task, a UUIDv7. */
public record TaskId(@JsonValue UUID value) {

  /** More places than a batch may have; a power of two. */
  private static final long MOST_IN_BATCH = 1L << 14;

  /** Takes any UUID; new ones are version 7 and so sort by time. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TaskId {
    requireNonNull(value, "value");
  }

  /** A new id, later in order than those this process made before it. */
  public static TaskId next() {
    return new TaskId(UuidCreator.getTimeOrderedEpochPlus1());
  }

  /**
   * The id of a task in the batch that this id stands for: always the same for the same place, so
   * that a batch that is submitted again asks for the same tasks. It keeps the batch's time, and
   * the ids of a batch are in the order of their places.
   *
   * @param place from 1, less than {@value #MOST_IN_BATCH}
   */
  public TaskId inBatch(int place) {
    if (place < 1 || place >= MOST_IN_BATCH) {
      throw new IllegalArgumentException("A batch has no place " + place);
    }
    long kept = value.getLeastSignificantBits() & -MOST_IN_BATCH;
    return new TaskId(new UUID(value.getMostSignificantBits(), kept | place));
  }

  /**
   * The id of the task that replays this one from the list of dead letters. There is only one, so
   * replaying twice, or by two people, starts it once.
   */
  public TaskId replay() {
    long mixed =
        UUID.nameUUIDFromBytes(("replay of " + value).getBytes(UTF_8)).getMostSignificantBits();
    long variant = 0x8000_0000_0000_0000L;
    return new TaskId(
        new UUID(value.getMostSignificantBits(), variant | (mixed & 0x3fff_ffff_ffff_ffffL)));
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
