package io.rickyard.worker.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which tasks came into a lane, as it follows from what was delivered. Generations
 * come one after the other, whenever they were delivered.
 */
final class ModelLane {

  /**
   * A task's place.
   *
   * @param place lower is earlier
   * @param moment when time let it in; 0 when its delivery did. Of two that one step of the clock
   *     let in for different reasons nobody can say which came first
   * @param gap whether a missing generation that was passed over let it in
   */
  record Joined(long place, long moment, boolean gap) {

    /** Whether it is certain that this one came before another. */
    boolean isBefore(Joined other) {
      boolean unclear = moment != 0 && moment == other.moment && gap != other.gap;
      return place < other.place && !unclear;
    }
  }

  /** A generation that waits for earlier ones. */
  private record Early(int task, Instant since) {}

  private final Map<Integer, Joined> joined = new HashMap<>();
  private final TreeMap<Long, Early> early = new TreeMap<>();
  private final TreeSet<Long> passed = new TreeSet<>();
  private long generation;
  private long places;

  /** A task without a generation takes the next place. */
  void join(int task, long moment) {
    joined.put(task, new Joined(++places, moment, false));
  }

  /** Two that are due at the same time share a place. */
  void joinBeside(int task, long moment) {
    joined.put(task, new Joined(places, moment, false));
  }

  /** A task with a generation takes it when all earlier ones have come. */
  void change(int task, long of, Instant now) {
    if (of > generation && !early.containsKey(of)) {
      early.put(of, new Early(task, now));
      close(0);
    }
  }

  /** A generation whose task ended before it had a place. */
  void pass(long of) {
    if (of > generation) {
      passed.add(of);
      close(0);
    }
  }

  /** Those that ended while they were early have passed. */
  void forget(Set<Integer> ended) {
    early
        .entrySet()
        .removeIf(entry -> {
          boolean over = ended.contains(entry.getValue().task());
          if (over) {
            passed.add(entry.getKey());
          }
          return over;
        });
  }

  /** Goes on without what is missing for too long. */
  void passGaps(Instant now, Duration patience, long moment) {
    while (early.values().stream().anyMatch(one -> one.since().isBefore(now.minus(patience)))) {
      generation = early.firstKey() - 1;
      close(moment);
    }
  }

  private void close(long moment) {
    for (long next = generation + 1; ; next++) {
      var follower = early.remove(next);
      if (follower != null) {
        joined.put(follower.task(), new Joined(++places, moment, moment != 0));
      } else if (!passed.remove(next)) {
        return;
      }
      generation = next;
    }
  }

  Map<Integer, Joined> joined() {
    return joined;
  }
}
