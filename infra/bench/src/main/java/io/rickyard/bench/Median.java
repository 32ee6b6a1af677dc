package io.rickyard.bench;

import java.util.Arrays;

/** The middle one of some figures. */
final class Median {

  private Median() {}

  static double of(double[] figures) {
    var sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
