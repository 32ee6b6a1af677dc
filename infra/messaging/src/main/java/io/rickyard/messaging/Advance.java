package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * How far a consumer gets in one partition with one transaction.
 *
 * @param partition where
 * @param from the next offset as it was stored, empty when none was
 * @param to the next offset after the transaction
 */
public record Advance(Partition partition, OptionalLong from, long to) {
  /** Checks that nothing is missing. */
  public Advance {
    requireNonNull(partition, "partition");
    requireNonNull(from, "from");
    if (to < 0) {
      throw new IllegalArgumentException("An offset counts from 0");
    }
  }
}
