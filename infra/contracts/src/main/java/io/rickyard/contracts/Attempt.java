package io.rickyard.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One numbered try of a task, from 1. */
public record Attempt(@JsonValue long value) implements Comparable<Attempt> {

  /** The first try. */
  public static final Attempt FIRST = new Attempt(1);

  /** Checks the range. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Attempt {
    if (value < 1) {
      throw new IllegalArgumentException("A attempt starts at 1");
    }
  }

  /** The one after this. */
  public Attempt next() {
    return new Attempt(value + 1);
  }

  @Override
  public int compareTo(Attempt other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
