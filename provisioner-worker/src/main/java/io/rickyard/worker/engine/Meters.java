package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.task.AcceptedTask;
import java.time.Duration;

/**
 * Hears what the engine did, once it is committed, to count it. It is told on the engine's own
 * threads, so it must neither wait nor throw.
 */
public interface Meters {

  /** Counts nothing. */
  Meters NONE = new Meters() {};

  /** A task was taken in. */
  default void accepted(AcceptedTask task) {}

  /** A claim or an intake gave this worker tasks, at least one. */
  default void claimed(int tasks) {}

  /** The first attempt of a task began, this long after it could have. */
  default void started(AcceptedTask task, Duration waited) {}

  /** An attempt is over, whatever it came to. */
  default void ran(AcceptedTask task, Duration duration) {}

  /** A task is over. */
  default void ended(AcceptedTask task, TaskStatus outcome) {}

  /** Another attempt of a task follows after a failure. */
  default void retried(AcceptedTask task) {}

  /** An attempt made room for others; the task goes on later. */
  default void putBack(AcceptedTask task) {}

  /** A commit of what gathered took this long. */
  default void committed(Duration duration) {}

  /** What an attempt reported was refused: another one holds the task. */
  default void refusedLate() {}

  /** This worker lost its lease. */
  default void lostLease() {}

  /** Tasks of a lost worker were taken over. */
  default void tookOver(int tasks) {}
}
