package io.rickyard.worker.task;

import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import java.util.Optional;

/** What a step may use while it runs. */
public interface StepContext {

  /** The attempt it is part of. */
  TaskRun run();

  /** Writes a line to the task's log; it must hold no secret. */
  void log(LogLevel level, String text);

  /**
   * A place where the step may stop.
   *
   * @throws InterruptedException when it has to: the task was cancelled, ran out of time, its lease
   *     is lost, or the worker stops
   */
  void checkpoint() throws InterruptedException;

  /** Says that the step is still at work, where it has nothing else to tell. */
  void alive();

  /** A secret that came sealed with the command, by field name. */
  Optional<SealedSecret> secret(String field);

  /** Adds to what the task's success will tell; it must hold no secret. */
  void result(String key, String value);

  /** The claim's token; grows with every claim of the task's lane, so it fences what is older. */
  default long token() {
    return run().token();
  }
}
