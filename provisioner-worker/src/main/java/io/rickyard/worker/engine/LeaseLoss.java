package io.rickyard.worker.engine;

/**
 * Whether it is known that the lease is lost, so that each loss is counted once, however often one
 * looks while the database is away. Used by one thread.
 */
final class LeaseLoss {

  private final Meters meters;
  private boolean known;

  LeaseLoss(Meters meters) {
    this.meters = meters;
  }

  /** Takes note that it is lost; true when that is news. */
  boolean begins() {
    if (known) {
      return false;
    }
    known = true;
    meters.lostLease();
    return true;
  }

  /** Takes note that there is a lease. */
  void isOver() {
    known = false;
  }
}
