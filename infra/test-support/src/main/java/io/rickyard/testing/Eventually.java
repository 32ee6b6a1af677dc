package io.rickyard.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what must come true; looks often, because most things are there within a few ms. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Eventually() {}

  /** Waits until a condition holds, for at most 20 s. */
  public static void until(Callable<Boolean> condition) {
    within(PATIENCE).until(condition);
  }

  /** Waits until assertions pass, for at most 20 s, and fails with the last failure. */
  public static void asserted(ThrowingRunnable assertions) {
    within(PATIENCE).untilAsserted(assertions);
  }

  /** Awaitility with our way of looking and another patience. */
  public static ConditionFactory within(Duration patience) {
    return Awaitility.await()
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }
}
