package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskQueue;
import java.util.OptionalInt;

/**
 * How much this worker runs at once. Critical tasks have slots of their own, so they never wait for
 * others; normal and batch tasks share the rest, and batch takes only what normal leaves, because
 * it claims last. Administrators may allow it less, or nothing new at all.
 */
final class Slots {

  private final int critical;
  private final int shared;
  private int criticalTaken;
  private int sharedTaken;
  private int most = Integer.MAX_VALUE;
  private boolean drained;
  private boolean closed;

  Slots(int critical, int shared) {
    this.critical = critical;
    this.shared = shared;
  }

  /** Takes up to so many slots for a queue; the number taken. */
  synchronized int take(TaskQueue queue, int wanted) {
    int taken = Math.min(wanted, Math.max(0, free(queue)));
    change(queue, taken);
    return taken;
  }

  /** Gives slots back. */
  synchronized void release(TaskQueue queue, int slots) {
    change(queue, -slots);
  }

  /** Takes slots back that were given back too early, even beyond the limit. */
  synchronized void restore(TaskQueue queue, int slots) {
    change(queue, slots);
  }

  /** How much administrators allow, of all queues together, and whether nothing new is taken. */
  synchronized void allow(OptionalInt together, boolean drain) {
    most = together.orElse(Integer.MAX_VALUE);
    drained = drain;
  }

  /** Whether nothing new is taken because administrators said so. */
  synchronized boolean isDrained() {
    return drained;
  }

  /** From now on nothing more is given. */
  synchronized void close() {
    closed = true;
  }

  synchronized int free(TaskQueue queue) {
    if (closed || drained) {
      return 0;
    }
    int own =
        switch (queue) {
          case CRITICAL -> critical - criticalTaken;
          case NORMAL, BATCH -> shared - sharedTaken;
        };
    return Math.min(own, most - criticalTaken - sharedTaken);
  }

  private void change(TaskQueue queue, int slots) {
    switch (queue) {
      case CRITICAL -> criticalTaken += slots;
      case NORMAL, BATCH -> sharedTaken += slots;
    }
  }
}
