package io.rickyard.org.schedule;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.TaskId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** The id of a schedule. */
public record ScheduleId(UUID value) {

  /** Checks that nothing required is missing. */
  public ScheduleId {
    requireNonNull(value, "value");
  }

  /** A new one, a UUIDv7 like all our ids. */
  public static ScheduleId next() {
    return new ScheduleId(MessageId.next().value());
  }

  /**
   * The id of the task that an occurrence becomes: the same one whoever works it out, and a UUIDv7
   * of the occurrence's time like all our ids.
   */
  public TaskId taskAt(Instant occurrence) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = ByteBuffer.wrap(digest.digest((value + "@" + occurrence).getBytes(US_ASCII)));
      long random = hash.getLong();
      return new TaskId(
          new UUID(
              (occurrence.toEpochMilli() << 16) | 0x7000 | (random & 0x0fff),
              (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Reads the canonical form; throws {@link IllegalArgumentException} when it is none. */
  public static ScheduleId parse(String text) {
    return new ScheduleId(MessageId.parse(text).value());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
