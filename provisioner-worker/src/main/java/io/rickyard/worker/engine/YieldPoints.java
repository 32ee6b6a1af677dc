package io.rickyard.worker.engine;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Where one attempt may be put back, how far it is, and whether it was asked to. The attempt's own
 * thread moves it on; the keeper asks.
 */
final class YieldPoints {

  private final BitSet points = new BitSet();
  private int step;
  private boolean asked;

  /** It may be put back after this step. */
  synchronized void declare(int after) {
    points.set(after);
  }

  /** A step is finished; true when the attempt has to go now. */
  synchronized boolean passed(int finished) {
    step = finished;
    return asked && points.get(finished);
  }

  /** How many steps are left until it may be put back; empty when it never may again. */
  synchronized OptionalInt distance() {
    int next = points.nextSetBit(step + 1);
    return next < 0 ? OptionalInt.empty() : OptionalInt.of(next - step);
  }

  /** Asks it to make room at its next point, or no longer. */
  synchronized void ask(boolean wanted) {
    asked = wanted;
  }

  synchronized boolean isAsked() {
    return asked;
  }
}
