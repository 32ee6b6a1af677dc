package io.rickyard.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Counts the desired states of a project, from 1 and without gaps. */
public record Generation(@JsonValue long value) implements Comparable<Generation> {

  /** The first desired state. */
  public static final Generation FIRST = new Generation(1);

  /** Checks the range. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Generation {
    if (value < 1) {
      throw new IllegalArgumentException("A generation starts at 1");
    }
  }

  /** The one after this. */
  public Generation next() {
    return new Generation(value + 1);
  }

  @Override
  public int compareTo(Generation other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
