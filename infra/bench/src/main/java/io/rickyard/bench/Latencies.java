package io.rickyard.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Times of one series. */
final class Latencies {

  private final long[] sorted;

  private Latencies(long[] sorted) {
    this.sorted = sorted;
  }

  /** Takes a series in nanoseconds, in any order. */
  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /** Takes a series in microseconds, in any order. */
  static Latencies ofMicros(LongStream micros) {
    return of(micros.map(TimeUnit.MICROSECONDS::toNanos).toArray());
  }

  int count() {
    return sorted.length;
  }

  /** The value that this share of the series does not exceed, in milliseconds (nearest rank). */
  double millis(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
