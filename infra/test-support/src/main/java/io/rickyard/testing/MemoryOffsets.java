package io.rickyard.testing;

import io.rickyard.messaging.Advance;
import io.rickyard.messaging.OffsetStore;
import io.rickyard.messaging.Partition;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.messaging.StaleOffset;
import io.rickyard.messaging.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Offsets without a database: the effect happens, then the offsets move. For handlers that do not
 * use their connection.
 */
public final class MemoryOffsets implements OffsetStore {

  private final Map<String, Map<Partition, Long>> offsets = new HashMap<>();
  private boolean away;

  /** Lets everything fail as if the database were away, or ends that. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** Stores an offset as another consumer of the same name would. */
  public synchronized void store(String consumer, Partition partition, long next) {
    of(consumer).put(partition, next);
  }

  @Override
  public synchronized Map<Partition, Long> load(String consumer, Collection<Partition> partitions) {
    requireHere();
    Map<Partition, Long> found = new HashMap<>(of(consumer));
    found.keySet().retainAll(partitions);
    return found;
  }

  @Override
  public void commit(String consumer, List<Advance> advances, Effect effect) {
    List<Runnable> afterCommit;
    synchronized (this) {
      requireHere();
      requireCurrent(consumer, advances);
      afterCommit = apply(effect);
      advances.forEach(advance -> of(consumer).put(advance.partition(), advance.to()));
    }
    afterCommit.forEach(Runnable::run);
  }

  private void requireHere() {
    if (away) {
      throw new RetryableFailure("The offsets are away", new SQLException("away", "08006"));
    }
  }

  private void requireCurrent(String consumer, List<Advance> advances) {
    for (Advance advance : advances) {
      Long stored = of(consumer).get(advance.partition());
      OptionalLong current = stored == null ? OptionalLong.empty() : OptionalLong.of(stored);
      if (!Objects.equals(current, advance.from())) {
        throw new StaleOffset(consumer, advance);
      }
    }
  }

  private Map<Partition, Long> of(String consumer) {
    return offsets.computeIfAbsent(consumer, _ -> new HashMap<>());
  }

  private static List<Runnable> apply(Effect effect) {
    var transaction = new WithoutConnection();
    try {
      effect.apply(transaction);
      return transaction.afterCommit;
    } catch (SQLException e) {
      transaction.afterRollback.forEach(Runnable::run);
      throw new IllegalStateException("An effect failed", e);
    } catch (RuntimeException | Error e) {
      transaction.afterRollback.forEach(Runnable::run);
      throw e;
    }
  }

  private static final class WithoutConnection implements Transaction {
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> afterRollback = new ArrayList<>();

    @Override
    public Connection connection() {
      throw new UnsupportedOperationException("There is no database here");
    }

    @Override
    public void afterCommit(Runnable action) {
      afterCommit.add(action);
    }

    @Override
    public void afterRollback(Runnable action) {
      afterRollback.add(action);
    }
  }
}
