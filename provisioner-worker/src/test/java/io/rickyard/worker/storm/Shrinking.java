package io.rickyard.worker.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks for a smaller storm that still fails, by leaving parts out: halves at first, single
 * operations in the end. What fails by chance only is tried twice.
 */
final class Shrinking {

  private static final int TRIES = 2;

  private final Predicate<Storm> fails;
  private final long until;

  private Shrinking(Predicate<Storm> fails, Duration within) {
    this.fails = fails;
    this.until = System.nanoTime() + within.toNanos();
  }

  /** The smallest one that was found in that time. */
  static Storm of(Storm storm, Predicate<Storm> fails, Duration within) {
    return new Shrinking(fails, within).shrink(storm);
  }

  private Storm shrink(Storm storm) {
    Storm smallest = storm;
    for (int part = storm.operations().size() / 2; part > 0 && !isOver(); part /= 2) {
      for (int from = 0; from < smallest.operations().size() && !isOver(); ) {
        Storm smaller = without(smallest, from, part);
        if (failsStill(smaller)) {
          smallest = smaller;
        } else {
          from += part;
        }
      }
    }
    return smallest;
  }

  private boolean failsStill(Storm storm) {
    for (int tried = 0; tried < TRIES && !isOver(); tried++) {
      if (fails.test(storm)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOver() {
    return System.nanoTime() - until > 0;
  }

  private static Storm without(Storm storm, int from, int part) {
    List<Operation> left = new ArrayList<>(storm.operations());
    left.subList(from, Math.min(left.size(), from + part)).clear();
    return storm.with(left);
  }
}
