package io.rickyard.messaging;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where a consumer's offsets stand beside the effects of what it read.
 *
 * <p>Both methods throw {@link RetryableFailure} when the database is away.
 */
public interface OffsetStore {

  /** The next offsets of these partitions; those where none is stored are missing. */
  Map<Partition, Long> load(String consumer, Collection<Partition> partitions);

  /**
   * Applies an effect and stores the new offsets in one transaction.
   *
   * @throws StaleOffset when a stored offset is not the expected one: someone else has gone on
   */
  void commit(String consumer, List<Advance> advances, Effect effect);

  /** What happens in the transaction beside the offsets. */
  @FunctionalInterface
  interface Effect {
    /** Applies it. */
    void apply(Transaction transaction) throws SQLException;
  }
}
