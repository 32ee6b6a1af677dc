package io.rickyard.contracts.setting;

import java.math.BigDecimal;
import java.util.List;

/**
 * A unit that PostgreSQL knows.
 *
 * @param name as PostgreSQL writes it
 * @param size in bytes or milliseconds
 */
record Unit(String name, BigDecimal size) {

  static final List<Unit> SIZES =
      List.of(
          unit("B", 1),
          unit("kB", 1L << 10),
          unit("MB", 1L << 20),
          unit("GB", 1L << 30),
          unit("TB", 1L << 40));

  static final List<Unit> SPANS =
      List.of(
          new Unit("us", new BigDecimal("0.001")),
          unit("ms", 1),
          unit("s", 1_000),
          unit("min", 60_000),
          unit("h", 3_600_000),
          unit("d", 86_400_000));

  private static Unit unit(String name, long size) {
    return new Unit(name, BigDecimal.valueOf(size));
  }

  /** The letters at the end of a value; empty when there are none. */
  static String writtenIn(String value) {
    int start = value.length();
    while (start > 0 && Character.isLetter(value.charAt(start - 1))) {
      start--;
    }
    return value.substring(start);
  }
}
