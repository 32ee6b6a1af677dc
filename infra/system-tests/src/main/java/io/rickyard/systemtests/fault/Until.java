package io.rickyard.systemtests.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for a condition. */
final class Until {

  private static final long LOOK_MILLIS = 50;

  private Until() {}

  /** What is waited for. */
  interface Condition {
    /** Whether it has come. */
    boolean holds() throws Exception;
  }

  /**
   * Looks again and again.
   *
   * @throws Overdue when it has not come in time
   */
  static void holds(String what, Duration within, Condition condition) throws Exception {
    long until = System.nanoTime() + within.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - until > 0) {
        throw new Overdue("Within " + within + " it did not come that " + what);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** It did not come. */
  static final class Overdue extends Exception {
    private static final long serialVersionUID = 1L;

    Overdue(String message) {
      super(message);
    }
  }
}
