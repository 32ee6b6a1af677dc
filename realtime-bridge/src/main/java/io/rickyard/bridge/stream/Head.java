package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

/**
 * How far the event log reaches.
 *
 * @param position the newest place
 * @param oldest the first sequence that is still kept
 */
public record Head(LogPosition position, long oldest) {
  /** Checks that nothing is missing. */
  public Head {
    requireNonNull(position, "position");
  }

  /** Whether a place is one of this log's; not so after a rebuild or a restore. */
  boolean knows(LogPosition last) {
    return last.epoch() == position.epoch() && last.sequence() <= position.sequence();
  }

  /** Whether everything after a place of this log is still kept. */
  boolean keepsAllAfter(LogPosition last) {
    return last.sequence() + 1 >= oldest;
  }
}
