package io.rickyard.service.departure;

/** Tells when a caller's connection ends while its request is being answered. */
@FunctionalInterface
public interface Departure {

  /** Of a caller who stays. */
  Departure NEVER = _ -> () -> {};

  /** What waits for a departure; to be closed when the request is done with. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Does something once the caller is gone, at once where it is gone already, on a thread that may
   * wait. Not after the watch was closed, except what had begun.
   */
  Watch watch(Runnable stop);
}
