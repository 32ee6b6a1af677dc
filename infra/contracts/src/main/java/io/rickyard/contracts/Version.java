package io.rickyard.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Orders the events of one entity: each event raises it by one, without gaps. */
public record Version(@JsonValue long value) implements Comparable<Version> {

  /** Before the first event. */
  public static final Version NONE = new Version(0);

  /** Checks the range. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Version {
    if (value < 0) {
      throw new IllegalArgumentException("A version starts at 0");
    }
  }

  /** The one after this. */
  public Version next() {
    return new Version(value + 1);
  }

  @Override
  public int compareTo(Version other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
