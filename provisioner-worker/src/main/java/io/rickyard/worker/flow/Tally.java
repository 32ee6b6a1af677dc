package io.rickyard.worker.flow;

/**
 * What is counted of a limited scope.
 *
 * @param running how many of its tasks run
 * @param starts when how many started, where a rate is set
 */
public record Tally(long running, StartWindow starts) {

  /** Nothing runs and nothing started. */
  public static final Tally EMPTY = new Tally(0, StartWindow.EMPTY);

  /** Checks the range. */
  public Tally {
    if (running < 0) {
      throw new IllegalArgumentException("Fewer than no tasks run: " + running);
    }
  }

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return running == 0 && starts.slices().isEmpty();
  }
}
