package io.rickyard.postgres;

import java.time.Duration;

/** A short wait between two looks at something the operating system does. */
final class Pause {

  private Pause() {}

  /**
   * Waits.
   *
   * @throws PostgresException when the thread is interrupted; it stays marked as such
   */
  static void of(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("Interrupted while waiting for a server", e);
    }
  }
}
