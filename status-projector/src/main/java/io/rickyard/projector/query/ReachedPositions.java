package io.rickyard.projector.query;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far this instance has projected, for those who wait to read what they wrote. */
@Singleton
public final class ReachedPositions {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<Source, Long> passed = new HashMap<>();

  private record Source(Topic topic, int partition) {}

  /** Notes positions whose effect is committed. */
  public void passed(List<Position> positions) {
    lock.lock();
    try {
      for (Position position : positions) {
        passed.merge(
            new Source(position.topic(), position.partition()), position.offset(), Math::max);
      }
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until this instance has passed a position; returns whether it has. */
  public boolean await(Position position, Duration limit) throws InterruptedException {
    var source = new Source(position.topic(), position.partition());
    long left = limit.toNanos();
    lock.lock();
    try {
      while (passed.getOrDefault(source, -1L) < position.offset()) {
        if (left <= 0) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
