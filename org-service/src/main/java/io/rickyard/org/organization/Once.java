package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * What is there now, and whether it was there before, under the same idempotency key.
 *
 * @param value what is there
 * @param replayed whether an earlier request made it
 */
public record Once<T>(T value, boolean replayed) {
  /** Checks that nothing is missing. */
  public Once {
    requireNonNull(value, "value");
  }

  /** Made by this request. */
  public static <T> Once<T> now(T value) {
    return new Once<>(value, false);
  }

  /** Made by an earlier one. */
  public static <T> Once<T> before(T value) {
    return new Once<>(value, true);
  }

  /** The same in other words. */
  public <R> Once<R> map(Function<T, R> words) {
    return new Once<>(words.apply(value), replayed);
  }
}
